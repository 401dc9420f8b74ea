import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTemplate, describeFaults } from './check-template.ts';
import { TEMPLATE_FILTERS, TEMPLATE_TAGS } from './template-engine.ts';
import { variableRows } from './template-variables.ts';

const faultAt = (source: string) => {
  const faults = checkTemplate(source);
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
};

describe('a template with an unknown name is an error when it is saved (issue 7, point 6)', () => {
  test.each([
    { source: '{{ profile.nickname }}', fault: '1:4 There is no variable profile.nickname.' },
    { source: 'Hi\n  {{ name }}', fault: '2:6 There is no variable name.' },
    { source: '{% if false %}{{ no.such }}{% endif %}', fault: '1:18 There is no variable no.' },
    {
      source: '{% for p in profile.positions %}{{ p.tile }}{% endfor %}',
      fault: '1:36 There is no variable p.tile.',
    },
    { source: '{% assign t = position.title %}{{ t.x }}', fault: '1:35 There is no variable t.x.' },
    {
      source: '{{ profile.positions[0].tile }}',
      fault: '1:4 There is no variable profile.positions.0.tile.',
    },
    { source: '{{ profile[product] }}', fault: '1:4 There is no variable profile.[…].' },
    { source: '{{ profile.constructor }}', fault: '1:4 There is no variable profile.constructor.' },
    { source: '{{ product | shout }}', fault: '1:1 There is no filter shout.' },
    { source: '{{ "now" | date: "%Y" }}', fault: '1:1 There is no filter date.' },
    { source: '{{ product | raw }}', fault: '1:1 There is no filter raw.' },
    { source: '\n{% include "secrets" %}', fault: '2:1 There is no tag include.' },
    { source: '{% if product %}', fault: '1:1 It cannot be read: tag {% if product %} not closed.' },
    {
      source: 'Hi {{ profile.firstName',
      fault: '1:4 It cannot be read: output "{{ profile.firstName" not closed.',
    },
    {
      source: '{% for i in (1..100000000) %}x{% endfor %}',
      fault: '1:1 It cannot be read: memory alloc limit exceeded.',
    },
  ])('$source', ({ source, fault }) => {
    expect(faultAt(source)).toEqual([fault]);
  });

  test('names all of them, and what there is instead', () => {
    const faults = checkTemplate('{{ nme }} {{ profile.frstName }}');
    expect(faults.map(({ known }) => known.slice(0, 2))).toEqual([
      ['profile', 'position'],
      ['profile.firstName', 'profile.lastName'],
    ]);
    expect(describeFaults(faults)).toMatch(
      /^Line 1, column 4: There is no variable nme\. There are: profile, .*\nLine 1, column 14: .*profile\.industry/,
    );
    expect(checkTemplate('{{ product | shout }}')[0]?.known).toEqual(TEMPLATE_FILTERS);
    expect(checkTemplate('{% render "x" %}')[0]?.known).toEqual(TEMPLATE_TAGS);
  });
});

describe('a sound template has no fault', () => {
  test.each([
    '',
    'Thank them.',
    'Thank {{ profile.firstName }} for connecting.',
    '{% for p in profile.positions limit: 2 %}{{ forloop.index }} {{ p.companyName }}{% else %}none{% endfor %}',
    '{% assign role = position.title | default: profile.headline %}{{ role | downcase }}',
    '{% capture who %}{{ profile.firstName }}{% endcapture %}{{ who }}',
    '{{ profile.positions[0].title }} {{ profile.educations.first.degree }} {{ profile.positions.size }}',
    '{% case profile.countryCode %}{% when "de" %}Hallo{% else %}Hi{% endcase %}',
    '{% unless profile.summary %}Ask what they do.{% endunless %}{% # a note %}',
  ])('%s', (source) => {
    expect(checkTemplate(source)).toEqual([]);
  });
});

test('whatever is typed, the check answers, with places inside the text', () => {
  const piece = fc.constantFrom(
    ...[
      '{{',
      '}}',
      '{%',
      '%}',
      ' if ',
      'endif',
      'profile',
      '.',
      'positions',
      '|',
      ':',
      '"',
      '[',
      ']',
      '\n',
      'x',
      '(1..9)',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const source = pieces.join('');
      for (const { line, column } of checkTemplate(source)) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(source.split('\n').length);
        expect(column).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});

test('docs/templates.md lists every variable, filter and tag, and no other', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/templates.md'), 'utf8');
  const rows = variableRows().map(
    ({ name, about, isSometimesEmpty }) => `| \`${name}\` | ${about} | ${isSometimesEmpty ? 'yes' : ''} |`,
  );
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
  const inCode = (heading: string): string[] => {
    const [, list = ''] = new RegExp(`\\n${heading}: (.+)\\n`).exec(page) ?? [];
    return [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  };
  expect(inCode('Filters')).toEqual([...TEMPLATE_FILTERS]);
  expect(inCode('Tags')).toEqual([...TEMPLATE_TAGS]);
});

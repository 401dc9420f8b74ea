import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DomNode, maskText, redactDom } from './redaction.ts';

const element = (
  tag: string,
  attributes: DomNode['attributes'] = [],
  children: DomNode['children'] = [],
): DomNode => ({ tag, attributes, children, shadow: [] });

describe('maskText', () => {
  test.each([
    ['Invite Mara Quill to connect', 'Invite xxx xxx to connect'],
    ['· 2nd', '· 0nd'],
    ['/in/mara-quill/', '/in/xxx-xxx/'],
    ['urn:li:fsd_profile:ACoAAEX1', 'urn:li:fsd_profile:xxx0'],
    ['Sent 3 weeks ago', 'Sent 0 xxx xxx'],
    ['O’Neill, 名前 🙂', 'xxx, xxx '],
    ['mara.quill+x@fairlead.example', 'xxx.xxx+xxx@xxx.xxx'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

test('the form of a page stays: what its makers wrote, and the words of its controls', () => {
  const page = element(
    'main',
    [['id', 'workspace']],
    [
      element(
        'section',
        [
          ['componentkey', 'com.linkedin.sdui.profile.card.refACoAAEX1Topcard'],
          ['class', 'pv-top-card ember1234 _a1b2c3'],
          ['data-testid', 'lazy-column'],
        ],
        [
          element(
            'a',
            [
              ['href', '/preload/custom-invite/?vanityName=mara-quill'],
              ['aria-label', 'Invite Mara Quill to connect'],
              ['onclick', 'go("mara")'],
            ],
            [element('span', [], ['Connect'])],
          ),
          {
            ...element('div', [['data-testid', 'interop-shadowdom']]),
            shadow: [element('h2', [], ['Mara Quill'])],
          },
        ],
      ),
    ],
  );
  expect(redactDom(page)).toMatchInlineSnapshot(`
    "<main id="xxx">
      <section componentkey="com.linkedin.xxx.profile.card.xxx0xxx" class="pv-top-card xxx xxx" data-testid="lazy-column">
        <a href="/preload/custom-invite/?vanityName=xxx-xxx" aria-label="Invite xxx xxx to connect" onclick="xxx("xxx")">
          <span>
            Connect
        <div data-testid="interop-shadowdom">
          #shadow-root
          <h2>
            xxx xxx"
  `);
});

describe('whoever a page is about', () => {
  const name = fc.constantFrom(
    'Mara',
    'Quill',
    'Øyvind',
    'Nguyễn',
    '名前',
    'O’Neill',
    'Jean-Luc',
    'mara-quill-81',
  );
  const somewhere = fc.constantFrom(
    'text',
    'href',
    'aria-label',
    'alt',
    'title',
    'id',
    'data-urn',
    'value',
    'style',
  );
  const carrier = fc
    .tuple(name, somewhere)
    .map(([who, where]) =>
      where === 'text'
        ? element('p', [], [`About ${who} and more`])
        : element('a', [[where, `/in/${who}/x`]]),
    );

  test('is not named in what is kept, wherever the name stood', () => {
    fc.assert(
      fc.property(fc.array(carrier, { minLength: 1, maxLength: 6 }), name, (nodes, who) => {
        // The same name among the makers' words, and as text.
        const marked = element(
          'div',
          [
            ['class', `card ${who}`],
            ['data-testid', `profile-${who}`],
          ],
          [who],
        );
        const kept = redactDom(element('body', [], [...nodes, { ...marked, shadow: nodes }])).toLowerCase();
        for (const part of ['mara', 'quill', 'øyvind', 'nguyễn', '名前', 'neill', 'jean', 'luc', '81'])
          expect(kept).not.toContain(part);
      }),
    );
  });

  test('is not named by a masked text: what is masked twice stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const masked = maskText(text);
        expect(maskText(masked)).toBe(masked);
        expect(masked).toMatch(/^[\s!-~·•…–—’“”]*$/u);
      }),
    );
  });
});

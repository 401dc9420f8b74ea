import { describe, expect, test } from 'vitest';
import { parseKitConfig } from './config.ts';
import { CONFIG } from './testing/kit-files.ts';

const parse = (change: Record<string, unknown>) => parseKitConfig(JSON.stringify({ ...CONFIG, ...change }));

describe('config.json', () => {
  test('is read; the name of the campaign may be left out, and there may be no booking link', () => {
    expect(parse({})).toEqual(CONFIG);
    const { campaign_name: _, ...nameless } = CONFIG;
    expect(parse({ campaign_name: undefined, booking_link: null })).toEqual({
      ...nameless,
      booking_link: null,
    });
  });

  test.each([
    ['action_fraction', 1.1],
    ['action_fraction', -0.1],
    ['action_fraction', '0.3'],
    ['product_docs', ''],
    ['product_docs', 'x'.repeat(100_001)],
    ['campaign_objective', 7],
    ['campaign_objective', '   '],
    ['booking_link', 'javascript:alert(1)'],
    ['booking_link', 'calendar'],
    ['booking_link', 'https://calendar.example/\u001b[2J'],
    ['followup_template', '{{ profile.firstName'],
    ['followup_template', '{% include ".env" %}'],
    ['followup_template', '{% render "secrets" %}'],
    ['followup_template', '{% layout "x" %}'],
    ['campaign_name', '\u001b[31mred'],
    ['campaign_name', ''],
  ])('names the key that is wrong: %s is %j', (key, value) => {
    expect(() => parse({ [key]: value })).toThrow(new RegExp(`config.json: ${key}: `));
  });

  test('names every key that is missing, and every key nobody knows', () => {
    const incomplete = {
      ...CONFIG,
      product_docs: undefined,
      followup_template: undefined,
      code: 'x',
      command: 'y',
    };
    expect(() => parseKitConfig(JSON.stringify(incomplete))).toThrow(
      /product_docs: is missing; followup_template: is missing; code, command: no such key/,
    );
  });

  test.each(['', '{', 'null', '[]', '"x"'])('that is %j is refused', (json) => {
    expect(() => parseKitConfig(json)).toThrow(/config.json/);
  });
});

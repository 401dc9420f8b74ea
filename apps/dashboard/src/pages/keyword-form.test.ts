import { expect, test } from 'vitest';
import { readKeywords } from './keyword-form.ts';

test('is one phrase a line, each once whatever its case', () => {
  expect(readKeywords('  wind   park \n\nTurbine lead\nWIND PARK\n')).toEqual({
    keywords: ['WIND PARK', 'Turbine lead'],
  });
});

test.each([
  ['nothing', ' \n \n'],
  ['too many', Array.from({ length: 201 }, (_, i) => `phrase ${i}`).join('\n')],
  ['a phrase that is too long', 'x'.repeat(121)],
])('refuses %s', (_what, typed) => {
  expect(readKeywords(typed)).toEqual({ fault: expect.any(String) });
});

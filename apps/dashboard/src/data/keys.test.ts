import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyText, readKey } from './keys.ts';

const ONE = { key: ['id'] };
const TWO = { key: ['lead_id', 'model'] };
const id = fc.integer({ min: 1, max: 2_147_483_647 });
// No database stores a NUL.
const model = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'));

test('every key survives its address', () => {
  fc.assert(
    fc.property(id, model, (id, model) => {
      expect(readKey(ONE, keyText(ONE, { id }))).toEqual([id]);
      expect(readKey(TWO, keyText(TWO, { lead_id: id, model }))).toEqual([id, model]);
    }),
  );
});

test.each([
  '',
  '0',
  '-1',
  '1.5',
  '1e3',
  ' 1',
  '2147483648',
  '99999999999',
  '1:',
  '1:x',
  "1' or '1'='1",
  '1\0',
])('%j is no key of one number', (text) => {
  expect(readKey(ONE, text)).toBeNull();
});

test.each(['1', '1:', ':x', 'x:x', '1:\0'])('%j is no key of number and name', (text) => {
  expect(readKey(TWO, text)).toBeNull();
});

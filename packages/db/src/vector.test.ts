import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVector, encodeVector } from './vector.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));

test('a vector comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(finite), (numbers) => {
      const vector = Float32Array.from(numbers);
      expect(decodeVector(encodeVector(vector))).toEqual(vector);
    }),
  );
});

test.each(['', '[1,', '{"0":1}', '["1"]', '[null]'])('%j is no vector', (text) => {
  expect(() => decodeVector(text)).toThrow();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSentVector, encodeVector } from './vector.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));

test('the text of a vector holds its numbers as they are', () => {
  fc.assert(
    fc.property(fc.array(finite), (numbers) => {
      const vector = Float32Array.from(numbers);
      expect(Float32Array.from(JSON.parse(encodeVector(vector)))).toEqual(vector);
    }),
  );
});

test('its binary form is read as its text is', () => {
  fc.assert(
    fc.property(fc.array(finite), (numbers) => {
      const bytes = Buffer.alloc(4 + 4 * numbers.length);
      bytes.writeInt16BE(numbers.length);
      for (const [i, number] of numbers.entries()) bytes.writeFloatBE(number, 4 + 4 * i);
      expect(decodeSentVector(bytes)).toEqual(Float32Array.from(numbers));
    }),
  );
});

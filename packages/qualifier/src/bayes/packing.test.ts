import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packDoubles, packIds, unpackDoubles, unpackIds } from './packing.ts';

test('doubles come back bit by bit, also from the middle of a buffer', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 2 }), (values) => {
      const packed = packDoubles(new Float64Array(values).subarray(1));
      expect(unpackDoubles(packed)).toEqual(new Float64Array(values.slice(1)));
    }),
  );
  expect(() => unpackDoubles('AAAA')).toThrow(RangeError);
});

test('ids come back ascending, in a byte or two each', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 })), (ids) => {
      expect(unpackIds(packIds(ids))).toEqual(ids.toSorted((a, b) => a - b));
    }),
  );
  const dense = Array.from({ length: 3_000 }, (_, i) => 1_000_000 + 3 * i);
  expect(packIds(dense).length).toBeLessThan(1.4 * dense.length);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesByLength } from './length-batches.ts';

test('texts of similar length share a batch, each with its place', () => {
  const batches = batchesByLength(['aa', 'aaaaaa', 'a', 'aaaaa', 'bb'], 2);
  expect(batches.map((batch) => batch.map(({ text, at }) => `${at} ${text}`))).toEqual([
    ['1 aaaaaa', '3 aaaaa'],
    ['0 aa', '4 bb'],
    ['2 a'],
  ]);
});

test('every text is in one batch, and no batch is too large', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 7 }), (texts, size) => {
      const batches = batchesByLength(texts, size);
      expect(batches.every(({ length }) => length > 0 && length <= size)).toBe(true);
      const placed = batches.flat().sort((a, b) => a.at - b.at);
      expect(placed.map(({ text }) => text)).toEqual(texts);
    }),
  );
});

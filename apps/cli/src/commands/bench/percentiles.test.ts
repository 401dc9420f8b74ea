import { expect, test } from 'vitest';
import { percentile, round } from './percentiles.ts';

test.each([
  { values: [5], share: 0.99, is: 5 },
  { values: [3, 1, 2], share: 0.5, is: 2 },
  { values: [4, 3, 2, 1], share: 0.5, is: 2 },
  { values: Array.from({ length: 100 }, (_, i) => 100 - i), share: 0.99, is: 99 },
  { values: [1, 2], share: 0, is: 1 },
])('$share of $values.length values lie below $is', ({ values, share, is }) => {
  expect(percentile(values, share)).toBe(is);
});

test('of nothing there is no percentile', () => {
  expect(() => percentile([], 0.5)).toThrow('no percentile of nothing');
});

test('a figure is rounded to its digits', () => {
  expect(round(1.2345, 2)).toBe(1.23);
  expect(round(99.95, 1)).toBe(100);
});

import { expect, test } from 'vitest';
import { estimate } from './interval.ts';
import type { Pool } from './pool.ts';
import { brierScore, calibrationError, foundAfter, scoreOf } from './scores.ts';

const fits = [true, true, false, false, false];
const pool: Pool = {
  candidates: fits.map((_, id) => ({ id, vector: new Float32Array(2) })),
  fits,
  answers: fits,
  objective: new Float32Array(2),
};

test('counted by hand: one of two found, one taken by mistake', () => {
  const forecast = { ids: [1, 3], probabilities: Float64Array.of(0.8, 0.4) };
  const scores = scoreOf(pool, { asked: [2, 0, 4], decisions: [true, false, true, false, false], forecast });
  expect(scores).toMatchObject({ calls: 3, precision: 0.5, recall: 0.5, f1: 0.5, collapsed: false });
  expect(scores.found).toEqual([1, 1, 1, 1]);
  expect(scores.brier).toBeCloseTo((0.2 ** 2 + 0.4 ** 2) / 2);
  expect(scores.ece).toBeCloseTo(0.3);
  expect(foundAfter(pool, [2, 0, 4], 1)).toBe(0);
});

test('who accepts nobody has no precision, and a pool decided unseen has collapsed', () => {
  const nobody = { asked: [], decisions: fits.map(() => false), forecast: null };
  expect(scoreOf(pool, nobody)).toMatchObject({
    precision: null,
    recall: 0,
    f1: 0,
    brier: null,
    ece: null,
    collapsed: true,
  });
});

test('certain and right costs nothing, certain and wrong everything', () => {
  expect(brierScore(Float64Array.of(1, 0), [1, 0])).toBe(0);
  expect(brierScore(Float64Array.of(1, 0), [0, 1])).toBe(1);
  expect(calibrationError(Float64Array.of(1, 0), [0, 1])).toBe(1);
  // Twice one half, right half the time, is calibrated.
  expect(calibrationError(Float64Array.of(0.5, 0.5), [0, 1])).toBe(0);
});

test('an interval holds its mean, shrinks to it where all agree, and is the same again', () => {
  const some = estimate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(some?.mean).toBe(5.5);
  // The mean's standard error is 0.91.
  expect(some?.low).toBeGreaterThan(3.2);
  expect(some?.low).toBeLessThan(4.4);
  expect(some?.high).toBeGreaterThan(6.6);
  expect(some?.high).toBeLessThan(7.8);
  expect(estimate([3, 3, 3])).toEqual({ mean: 3, low: 3, high: 3 });
  expect(estimate([1, 2])).toEqual(estimate([1, 2]));
  expect(estimate([])).toBeNull();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maximise, type Objective, type Point, type Start } from './optimiser.ts';

const bounds = { low: -3, high: 3 };
const starts = fc.tuple(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.double({ min: -3, max: 3, noNaN: true }),
) satisfies fc.Arbitrary<Point>;

/** −(x − top)ᵀ·A·(x − top) with A = [[4, 1.5], [1.5, 1]]. */
const hill =
  (top: Point): Objective =>
  ([x, y]) => {
    const [u, v] = [x - top[0], y - top[1]];
    return { value: -(4 * u * u + 3 * u * v + v * v), gradient: () => [-(8 * u + 3 * v), -(3 * u + 2 * v)] };
  };

describe('maximise', () => {
  test('finds a top inside the bounds from anywhere', () => {
    fc.assert(
      fc.property(starts, (start) => {
        const { point } = maximise(hill([1, -2]), { point: start }, bounds);
        expect(point[0]).toBeCloseTo(1, 4);
        expect(point[1]).toBeCloseTo(-2, 4);
      }),
    );
  });

  test('stops at the bound when the top lies outside', () => {
    fc.assert(
      fc.property(starts, (start) => {
        const { point } = maximise(hill([5, 0]), { point: start }, bounds);
        expect(point[0]).toBe(3);
        // The best y at x = 3: the slope in y vanishes.
        expect(point[1]).toBeCloseTo(3, 4);
      }),
    );
  });

  test('follows a curved ridge (Rosenbrock)', () => {
    const ridge: Objective = ([x, y]) => ({
      value: -((1 - x) ** 2 + 100 * (y - x * x) ** 2),
      gradient: () => [2 * (1 - x) + 400 * x * (y - x * x), -200 * (y - x * x)],
    });
    const { point } = maximise(ridge, { point: [-1.2, 1] }, bounds);
    expect(point[0]).toBeCloseTo(1, 3);
    expect(point[1]).toBeCloseTo(1, 3);
  });

  test('never ends below its start, and stays inside', () => {
    const wave: Objective = ([x, y]) => ({
      value: Math.sin(3 * x) * Math.cos(2 * y),
      gradient: () => [3 * Math.cos(3 * x) * Math.cos(2 * y), -2 * Math.sin(3 * x) * Math.sin(2 * y)],
    });
    fc.assert(
      fc.property(starts, (start) => {
        const { point, value } = maximise(wave, { point: start }, bounds);
        expect(value).toBeGreaterThanOrEqual(wave(start).value);
        expect(Math.max(...point.map(Math.abs))).toBeLessThanOrEqual(3);
      }),
    );
  });

  test('steps back from points whose value is not finite', () => {
    const cliff: Objective = ([x, y]) =>
      x > 1
        ? { value: Number.NEGATIVE_INFINITY, gradient: () => [0, 0] }
        : { value: x - y * y, gradient: () => [1, -2 * y] };
    const { point } = maximise(cliff, { point: [-2, 2] }, bounds);
    expect(point[0]).toBeLessThanOrEqual(1);
    expect(point[0]).toBeGreaterThan(0.5);
  });

  test('begins where the last search ended, with its curvature, and needs a fraction of the evaluations', () => {
    let evaluations = 0;
    const counted =
      (objective: Objective): Objective =>
      (point) => {
        evaluations++;
        return objective(point);
      };
    const last = maximise(hill([1, -2]), { point: [-2, 2] }, bounds);
    const cost = (start: Start): number => {
      evaluations = 0;
      const { point } = maximise(counted(hill([1.1, -1.9])), start, bounds);
      expect(point[0]).toBeCloseTo(1.1, 4);
      expect(point[1]).toBeCloseTo(-1.9, 4);
      return evaluations;
    };
    expect(cost(last)).toBeLessThanOrEqual(cost({ point: last.point }) / 2);
  });
});

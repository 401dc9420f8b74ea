import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix, seeds } from '../../test/arbitraries.ts';
import { dot, fromRows, type Matrix, row, zeros } from '../matrix.ts';
import { Covariance } from './covariance.ts';

const columns = 10;
const variances = Float64Array.from({ length: columns }, (_, j) => 0.5 + j);

function pointsOf(seed: number, count: number): Matrix {
  return count > 0 ? normalMatrix(seed, count, columns) : zeros(0, columns);
}

function weightsOf(seed: number, count: number): Float64Array {
  return row(normalMatrix(seed, 1, count), 0).map((value) => value * value);
}

/** Few points are held as points, many as features. */
const counts = fc.integer({ min: 0, max: 20 });

describe('covariance', () => {
  test('is the inverse of the prior precision and the weighted products', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const points = pointsOf(seed, count);
        const weights = weightsOf(seed + 1, count);
        const x = row(normalMatrix(seed + 2, 1, columns), 0);
        const product = new Covariance(points, weights, variances).multiply(x);
        const back = product.map((value, j) => value / (variances[j] ?? 1));
        for (let i = 0; i < count; i++) {
          const point = row(points, i);
          const share = (weights[i] ?? 0) * dot(point, product);
          point.forEach((value, j) => {
            back[j] = (back[j] ?? 0) + share * value;
          });
        }
        back.forEach((value, j) => {
          expect(value).toBeCloseTo(x[j] ?? Number.NaN, 9);
        });
      }),
    );
  });

  test('quadratic forms agree with products, are never negative, and never more than the prior’s', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const covariance = new Covariance(
          pointsOf(seed, count),
          weightsOf(seed + 1, count).map((weight) => 1e6 * weight),
          variances,
        );
        const asked = normalMatrix(seed + 2, 7, columns);
        covariance.quadratics(asked).forEach((value, i) => {
          const x = row(asked, i);
          expect(value).toBeCloseTo(dot(x, covariance.multiply(x)), 8);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value / (1 + 1e-12)).toBeLessThanOrEqual(
            x.reduce((sum, each, j) => sum + (variances[j] ?? 0) * each * each, 0),
          );
        });
      }),
    );
  });

  test('what is taken away for one more point is exactly that point (Sherman and Morrison)', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const points = normalMatrix(seed, count + 1, columns);
        const weights = weightsOf(seed + 1, count + 1);
        const all = Array.from({ length: count + 1 }, (_, i) => row(points, i));
        const updated = new Covariance(
          count > 0 ? fromRows(all.slice(0, count)) : zeros(0, columns),
          weights.slice(0, count),
          variances,
        );
        const [x, weight] = [all[count] ?? new Float64Array(columns), weights[count] ?? 0];
        const direction = updated.multiply(x);
        updated.remove(direction, weight / (1 + weight * dot(x, direction)));
        const fresh = new Covariance(points, weights, variances);
        const asked = normalMatrix(seed + 2, 5, columns);
        const expected = fresh.quadratics(asked);
        updated.quadratics(asked).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 9);
        });
        const y = row(asked, 0);
        const product = fresh.multiply(y);
        updated.multiply(y).forEach((value, j) => {
          expect(value).toBeCloseTo(product[j] ?? Number.NaN, 9);
        });
      }),
    );
  });

  test('the same point a hundred times breaks nothing', () => {
    const one = row(normalMatrix(3, 1, columns), 0);
    const points = fromRows(Array.from({ length: 100 }, () => one));
    const covariance = new Covariance(points, new Float64Array(100).fill(1e4), variances);
    const [variance] = covariance.quadratics(points);
    expect(variance).toBeCloseTo(1e-6, 9);
    expect(Number.isFinite(covariance.logDeterminant)).toBe(true);
  });
});

import fc from 'fast-check';
import { inverse, Matrix as MlMatrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { at, normalMatrix, seeds } from '../test/arbitraries.ts';
import { logMarginalLikelihoodAt, posteriorAt, searchTheta } from './gaussian-process.ts';
import { covarianceAt, squaredDistance, type Theta } from './kernels.ts';
import { fromRows, type Matrix, row } from './matrix.ts';
import { trainingSet } from './training-set.ts';

const thetas: fc.Arbitrary<Theta> = fc.tuple(
  fc.double({ min: -3, max: 2, noNaN: true }),
  fc.double({ min: -1, max: 2, noNaN: true }),
);

/** n points in 3 dimensions with 0/1 targets. */
function training(seed: number, n: number, alpha = 0.1) {
  const points = normalMatrix(seed, n, 3);
  const targets = Float64Array.from({ length: n }, (_, i) => Number(at(points, i, 0) > 0));
  return trainingSet(points, targets, alpha);
}

/** The first rows, copied. */
function leadingRows(matrix: Matrix, count: number): Matrix {
  return fromRows(Array.from({ length: count }, (_, i) => row(matrix, i)));
}

describe('the posterior', () => {
  test('with hardly any noise it interpolates, and is certain at the data', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const set = training(seed, 8, 1e-10);
        const { means, stds } = posteriorAt(set, [0, -0.7]).predict(set.points);
        means.forEach((mean, i) => {
          expect(mean).toBeCloseTo(set.targets[i] ?? Number.NaN, 5);
          expect(stds[i]).toBeLessThan(1e-3);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('far from the data it is the prior: mean 0, variance the constant', () => {
    fc.assert(
      fc.property(seeds, thetas, (seed, theta) => {
        const far = fromRows([[1e4, -1e4, 1e4]]);
        const { means, stds } = posteriorAt(training(seed, 6), theta).predict(far);
        expect(means[0]).toBeCloseTo(0, 12);
        expect(stds[0]).toBeCloseTo(Math.exp(theta[0] / 2), 12);
      }),
      { numRuns: 30 },
    );
  });

  test('deviations are the root of the diagonal of the full posterior covariance', () => {
    fc.assert(
      fc.property(seeds, thetas, (seed, theta) => {
        const set = training(seed, 9);
        const queries = normalMatrix(seed + 1, 5, 3);
        const { means, stds } = posteriorAt(set, theta).predict(queries);
        const dense = (a: typeof queries, b: typeof queries): MlMatrix => {
          const kernel = (i: number, j: number): number =>
            covarianceAt(theta, squaredDistance(row(a, i), row(b, j)));
          return new MlMatrix(
            Array.from({ length: a.rows }, (_, i) => Array.from({ length: b.rows }, (_, j) => kernel(i, j))),
          );
        };
        const cross = dense(queries, set.points);
        const precision = inverse(dense(set.points, set.points).add(MlMatrix.eye(9).mul(0.1)));
        const posterior = dense(queries, queries).sub(cross.mmul(precision).mmul(cross.transpose()));
        const expected = cross.mmul(precision).mmul(MlMatrix.columnVector([...set.targets]));
        for (let i = 0; i < 5; i++) {
          expect(stds[i]).toBeCloseTo(Math.sqrt(Math.max(0, posterior.get(i, i))), 6);
          expect(means[i]).toBeCloseTo(expected.get(i, 0), 8);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('leaving one out is fitting without it', () => {
  fc.assert(
    fc.property(seeds, thetas, (seed, theta) => {
      const set = training(seed, 9);
      const heldOut = posteriorAt(set, theta).leaveOneOut();
      for (let i = 0; i < 9; i++) {
        const others = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((j) => j !== i);
        const points = fromRows(others.map((j) => row(set.points, j)));
        const targets = Float64Array.from(others, (j) => set.targets[j] ?? Number.NaN);
        const without = posteriorAt(trainingSet(points, targets, 0.1), theta);
        expect(heldOut[i]).toBeCloseTo(without.means(fromRows([row(set.points, i)]))[0] ?? Number.NaN, 8);
      }
    }),
    { numRuns: 20 },
  );
});

describe('the likelihood', () => {
  test('its gradient is the numeric gradient', () => {
    fc.assert(
      fc.property(seeds, thetas, (seed, theta) => {
        const set = training(seed, 11);
        const gradient = logMarginalLikelihoodAt(set, theta).gradient();
        const step = 1e-5;
        const slope = (axis: 0 | 1): number => {
          const shifted = (sign: number): Theta =>
            axis === 0 ? [theta[0] + sign * step, theta[1]] : [theta[0], theta[1] + sign * step];
          return (
            (logMarginalLikelihoodAt(set, shifted(1)).value -
              logMarginalLikelihoodAt(set, shifted(-1)).value) /
            (2 * step)
          );
        };
        expect(gradient[0]).toBeCloseTo(slope(0), 5);
        expect(gradient[1]).toBeCloseTo(slope(1), 5);
      }),
      { numRuns: 50 },
    );
  });

  test('fitting never lowers it, and more starts are never worse', () => {
    fc.assert(
      fc.property(seeds, thetas, thetas, (seed, one, other) => {
        const set = training(seed, 10);
        const single = searchTheta(set, [{ point: one }]).value;
        expect(single).toBeGreaterThanOrEqual(logMarginalLikelihoodAt(set, one).value - 1e-12);
        expect(searchTheta(set, [{ point: one }, { point: other }]).value).toBeGreaterThanOrEqual(single);
      }),
      { numRuns: 20 },
    );
  });
});

describe('hard matrices', () => {
  test('duplicates do not blow up', () => {
    const points = fromRows(Array.from({ length: 12 }, (_, i) => [i % 2, 1, 0]));
    const targets = Float64Array.from({ length: 12 }, (_, i) => i % 2);
    const set = trainingSet(points, targets, 0.1);
    const { means, stds } = posteriorAt(set, searchTheta(set, [{ point: [0, 0] }]).point).predict(points);
    expect([...means, ...stds].every(Number.isFinite)).toBe(true);
    expect(means[1]).toBeGreaterThan(means[0] ?? Number.NaN);
  });

  test('a variance that rounding takes below zero is zero', () => {
    const points = fromRows(Array.from({ length: 40 }, (_, i) => [i * 1e-4, 0]));
    const set = trainingSet(points, new Float64Array(40).fill(1), 1e-12);
    const { stds } = posteriorAt(set, [0, 0]).predict(points);
    expect(stds.every((std) => std >= 0 && std < 1e-3)).toBe(true);
  });

  test('without noise, equal points are refused with the kernel and the remedy', () => {
    const set = trainingSet(fromRows([[1], [1]]), Float64Array.of(0, 1), 0);
    expect(() => posteriorAt(set, [0, 0])).toThrow('1.00**2 * RBF(length_scale=1.00)');
    expect(() => posteriorAt(set, [0, 0])).toThrow('Try increasing alpha (now 0)');
    expect(logMarginalLikelihoodAt(set, [0, 0]).value).toBe(Number.NEGATIVE_INFINITY);
    expect(logMarginalLikelihoodAt(set, [0, 0]).gradient()).toEqual([0, 0]);
  });
});

describe('one point more', () => {
  test('conditions as if it had been there from the start', () => {
    fc.assert(
      fc.property(seeds, thetas, fc.integer({ min: 1, max: 11 }), (seed, theta, appended) => {
        const all = training(seed, 12);
        const few = trainingSet(
          leadingRows(all.points, 12 - appended),
          all.targets.slice(0, 12 - appended),
          0.1,
        );
        const grown = posteriorAt(few, theta);
        for (let i = 12 - appended; i < 12; i++)
          grown.append(row(all.points, i), all.targets[i] ?? Number.NaN);
        const fresh = posteriorAt(all, theta);
        const queries = normalMatrix(seed + 1, 20, 3);
        const [a, b] = [grown.predict(queries), fresh.predict(queries)];
        const [p, q] = [grown.leaveOneOut(), fresh.leaveOneOut()];
        const pairs = [
          [a.means, b.means],
          [a.stds, b.stds],
          [grown.means(queries), b.means],
          [p, q],
        ] as const;
        for (const [one, other] of pairs)
          one.forEach((value, i) => {
            expect(Math.abs(value - (other[i] ?? Number.NaN))).toBeLessThan(1e-10);
          });
      }),
      { numRuns: 40 },
    );
  });

  test('that repeats another many times keeps variances above zero', () => {
    const process = posteriorAt(training(3, 5), [11, 2]);
    const point = Float64Array.of(0.3, 0.1, -0.2);
    for (let i = 0; i < 60; i++) process.append(point, i % 2);
    const { means, stds } = process.predict(fromRows([point]));
    expect(means[0]).toBeCloseTo(0.5, 1);
    expect(stds[0]).toBeGreaterThanOrEqual(0);
    expect(stds[0]).toBeLessThan(0.1);
  });
});

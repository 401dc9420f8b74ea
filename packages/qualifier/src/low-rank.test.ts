import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalMatrix, seeds } from '../test/arbitraries.ts';
import { FitWorkspace } from './fit-workspace.ts';
import { logMarginalLikelihoodAt, trainingSet } from './gaussian-process.ts';
import { covarianceAt, squaredDistance, type Theta } from './kernels.ts';
import { solveLowRank } from './low-rank.ts';
import { row } from './matrix.ts';

const alpha = 0.1;

function training(seed: number, n: number) {
  const points = normalMatrix(seed, n, 2);
  return trainingSet(
    points,
    Float64Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    alpha,
  );
}

test('at large lengths it is the dense solution, and its gradient the numeric one', () => {
  const thetas: fc.Arbitrary<Theta> = fc.tuple(
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.double({ min: 2, max: 11, noNaN: true }),
  );
  fc.assert(
    fc.property(seeds, thetas, (seed, theta) => {
      const set = training(seed, 60);
      const { points, distances, targets } = set;
      const kernelAt = (i: number, j: number): number =>
        covarianceAt(theta, squaredDistance(row(points, i), row(points, j)));
      const low = solveLowRank(kernelAt, targets, alpha);
      const dense = new FitWorkspace(60).solve(theta, distances, targets, alpha);
      expect(low?.logMarginalLikelihood).toBeCloseTo(dense.logMarginalLikelihood, 9);
      dense.weights.forEach((weight, i) => {
        expect(low?.weights[i]).toBeCloseTo(weight, 8);
      });
      const gradient = logMarginalLikelihoodAt(set, theta).gradient();
      for (const axis of [0, 1] as const) {
        const at = (step: number): number => {
          const moved: Theta = axis === 0 ? [theta[0] + step, theta[1]] : [theta[0], theta[1] + step];
          return logMarginalLikelihoodAt(set, moved).value;
        };
        expect(gradient[axis]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 4);
      }
    }),
    { numRuns: 30 },
  );
});

test('a matrix of more directions is left to the dense way', () => {
  const { points, targets } = training(1, 60);
  const kernelAt = (i: number, j: number): number =>
    covarianceAt([0, -2], squaredDistance(row(points, i), row(points, j)));
  expect(solveLowRank(kernelAt, targets, alpha)).toBeNull();
});

test('points that are all the same are one direction', () => {
  const low = solveLowRank(() => 2, Float64Array.of(1, 0, 1, 1), alpha);
  expect(low?.whitened.cols).toBe(1);
  // The mean of four targets under a constant of variance 2.
  expect(2 * (low?.weights.reduce((a, b) => a + b) ?? 0)).toBeCloseTo((2 * 3) / (4 * 2 + alpha), 12);
});

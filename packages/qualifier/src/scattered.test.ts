import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalMatrix, seeds } from '../test/arbitraries.ts';
import { FitWorkspace } from './fit-workspace.ts';
import { contractGradient, fillKernel, type Theta } from './kernels.ts';
import { inverseFromCholesky } from './linalg.ts';
import { zeros } from './matrix.ts';
import { contractScattered, solveScattered } from './scattered.ts';
import { trainingSet } from './training-set.ts';

const alpha = 0.1;

function training(seed: number, n: number) {
  const targets = Float64Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
  return trainingSet(normalMatrix(seed, n, 2), targets, alpha);
}

test('at small lengths it is the dense solution, and its gradient the dense one', () => {
  const thetas: fc.Arbitrary<Theta> = fc.tuple(
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.double({ min: -11, max: -4, noNaN: true }),
  );
  const sizes = new Set<number>();
  fc.assert(
    fc.property(seeds, thetas, (seed, theta) => {
      const { distances, targets } = training(seed, 60);
      const scattered = solveScattered(theta, distances, targets, alpha);
      if (!scattered) throw new Error('a group was too large');
      for (const { points } of scattered.blocks) sizes.add(points.length);
      const dense = new FitWorkspace(60).solve(theta, distances, targets, alpha);
      expect(scattered.logMarginalLikelihood).toBeCloseTo(dense.logMarginalLikelihood, 10);
      const kernel = zeros(60, 60);
      fillKernel(kernel, theta, distances);
      const inverse = inverseFromCholesky(dense.factor);
      const expected = contractGradient(theta, distances, kernel, dense.weights, inverse);
      const gradient = contractScattered(scattered, theta, distances);
      for (const axis of [0, 1] as const) expect(gradient[axis]).toBeCloseTo(expected[axis], 9);
    }),
    { numRuns: 30 },
  );
  // Points alone, and points in company.
  expect(sizes.size).toBeGreaterThan(2);
});

test('points that all covary are left to the dense way', () => {
  const { distances, targets } = training(1, 60);
  expect(solveScattered([0, 0], distances, targets, alpha)).toBeNull();
});

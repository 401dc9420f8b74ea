import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix, seeds } from '../../test/arbitraries.ts';
import { fromRows, row, zeros } from '../matrix.ts';
import { type Evidence, fitLaplace, gradientAt, laplaceAt, logPosterior } from './laplace.ts';
import type { Prior } from './prior.ts';

const columns = 9;
const prior: Prior = {
  means: Float64Array.from({ length: columns }, (_, j) => (j === columns - 1 ? -1.5 : 0)),
  variances: Float64Array.from({ length: columns }, (_, j) => 1 + j),
};

function evidenceOf(seed: number, count: number): Evidence {
  const points = count > 0 ? normalMatrix(seed, count, columns) : zeros(0, columns);
  const random = seededRandom(seed);
  const yes = Float64Array.from({ length: count }, () => Math.floor(random.next() * 3));
  return { points, yes, no: yes.map((weight) => 2.5 - weight) };
}

function largest(values: Float64Array): number {
  return Math.max(...values.map(Math.abs));
}

const counts = fc.integer({ min: 0, max: 40 });

describe('the fit', () => {
  test('the gradient is that of the log posterior, by finite differences', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const evidence = evidenceOf(seed, count);
        const weights = row(normalMatrix(seed + 1, 1, columns), 0);
        const gradient = gradientAt(evidence, prior, weights);
        const step = 1e-5;
        weights.forEach((weight, j) => {
          const [above, below] = [weight + step, weight - step].map((value) =>
            logPosterior(evidence, prior, weights.with(j, value)),
          ) as [number, number];
          expect(gradient[j]).toBeCloseTo((above - below) / (2 * step), 4);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('at the mode the gradient is gone, from any start', () => {
    fc.assert(
      fc.property(seeds, counts, fc.double({ min: 0, max: 30, noNaN: true }), (seed, count, distance) => {
        const evidence = evidenceOf(seed, count);
        const mode = row(normalMatrix(seed + 1, 1, columns), 0).map((value) => distance * value);
        const cold = fitLaplace(evidence, prior);
        const warm = fitLaplace(evidence, prior, { mode, covariance: null });
        expect(largest(gradientAt(evidence, prior, cold.mode))).toBeLessThan(1e-11);
        expect(largest(cold.mode.map((value, j) => value - (warm.mode[j] ?? 0)))).toBeLessThan(1e-12);
        expect(warm.logEvidence).toBeCloseTo(cold.logEvidence, 10);
      }),
      { numRuns: 60 },
    );
  });

  test('the covariance of another fit is a good enough start', () => {
    const [before, after] = [evidenceOf(3, 20), evidenceOf(4, 40)];
    const warm = fitLaplace(after, prior, fitLaplace(before, prior));
    expect(largest(gradientAt(after, prior, warm.mode))).toBeLessThan(1e-11);
  });

  test('from its anchor it is rebuilt bit by bit', () => {
    const fit = fitLaplace(evidenceOf(7, 30), prior);
    const rebuilt = laplaceAt(evidenceOf(7, 30), prior, fit.anchor);
    expect(rebuilt.mode).toEqual(fit.mode);
    expect(rebuilt.logEvidence).toBe(fit.logEvidence);
  });

  test('a weight of two is a label seen twice', () => {
    const { points, yes, no } = evidenceOf(11, 12);
    const doubled: Evidence = { points, yes: yes.map((w) => 2 * w), no: no.map((w) => 2 * w) };
    const rows = Array.from({ length: 12 }, (_, i) => row(points, i));
    const twice: Evidence = {
      points: fromRows([...rows, ...rows]),
      yes: Float64Array.from([...yes, ...yes]),
      no: Float64Array.from([...no, ...no]),
    };
    const [a, b] = [fitLaplace(doubled, prior), fitLaplace(twice, prior)];
    expect(largest(a.mode.map((value, j) => value - (b.mode[j] ?? 0)))).toBeLessThan(1e-12);
    expect(a.logEvidence).toBeCloseTo(b.logEvidence, 10);
  });

  test('separable, repeated and contradictory labels have a fit', () => {
    const one = row(normalMatrix(5, 1, columns), 0);
    const points = fromRows(Array.from({ length: 200 }, () => one));
    const ones = new Float64Array(200).fill(1);
    for (const no of [new Float64Array(200), ones]) {
      const fit = fitLaplace({ points, yes: ones, no }, prior);
      expect(fit.mode.every(Number.isFinite)).toBe(true);
      expect(fit.covariance.quadratics(points)[0]).toBeGreaterThan(0);
    }
  });

  test('without labels it is the prior', () => {
    const fit = fitLaplace(evidenceOf(1, 0), prior);
    expect(fit.mode).toEqual(prior.means);
    expect(fit.logEvidence).toBeCloseTo(0, 14);
  });
});

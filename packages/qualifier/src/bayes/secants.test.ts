import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix, seeds } from '../../test/arbitraries.ts';
import { dot, row } from '../matrix.ts';
import { Secants } from './secants.ts';

const columns = 6;
const same = (vector: Float64Array): Float64Array => vector.slice();

/** Steps, and drops of the gradient under a curvature of 1 … 6 along the axes. */
function teach(
  seed: number,
  count: number,
): { secants: Secants; steps: Float64Array[]; drops: Float64Array[] } {
  const matrix = normalMatrix(seed, count, columns);
  const steps = Array.from({ length: count }, (_, i) => row(matrix, i));
  const drops = steps.map((step) => step.map((value, j) => value * (j + 1)));
  const secants = new Secants();
  steps.forEach((step, i) => {
    secants.learn(step, drops[i] as Float64Array);
  });
  return { secants, steps, drops };
}

const counts = fc.integer({ min: 1, max: 12 });

describe('a covariance corrected by steps', () => {
  test('leads back along the last step', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const { secants, steps, drops } = teach(seed, count);
        const back = secants.multiply(drops.at(-1) as Float64Array, same);
        back.forEach((value, j) => {
          expect(value).toBeCloseTo(steps.at(-1)?.[j] ?? Number.NaN, 8);
        });
      }),
    );
  });

  test('stays symmetric and positive', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, count) => {
        const { secants } = teach(seed, count);
        const pair = normalMatrix(seed + 1, 2, columns);
        const [x, y] = [row(pair, 0), row(pair, 1)];
        const [towards, back] = [secants.multiply(x, same), secants.multiply(y, same)];
        expect(dot(x, towards)).toBeGreaterThan(0);
        expect(dot(y, towards) / (1 + Math.abs(dot(x, back)))).toBeCloseTo(
          dot(x, back) / (1 + Math.abs(dot(x, back))),
          6,
        );
      }),
    );
  });

  test('is the covariance where nothing was learned, also of a step without curvature', () => {
    const secants = new Secants();
    secants.learn(Float64Array.of(1, 0), Float64Array.of(0, 1));
    secants.learn(Float64Array.of(0, 0), Float64Array.of(0, 0));
    expect(secants.multiply(Float64Array.of(3, 4), same)).toEqual(Float64Array.of(3, 4));
  });
});

import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../test/arbitraries.ts';
import { argmax, bald, binaryEntropy, mostInformative, standardNormals } from './acquisition.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('binaryEntropy', () => {
  test('is symmetric, largest at one half, zero at the ends', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(binaryEntropy(p)).toBeCloseTo(binaryEntropy(1 - p), 12);
        expect(binaryEntropy(p)).toBeLessThanOrEqual(Math.LN2 + 1e-15);
        expect(binaryEntropy(p)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect([binaryEntropy(0), binaryEntropy(1)]).toEqual([0, 0]);
    expect(binaryEntropy(0.5)).toBeCloseTo(Math.LN2, 15);
  });
});

describe('bald', () => {
  const latent = fc.double({ min: -2, max: 3, noNaN: true });
  const deviation = fc.double({ min: 0, max: 2, noNaN: true });

  test('is never negative and never more than the entropy of a coin', () => {
    fc.assert(
      fc.property(latent, deviation, seeds, (mean, std, seed) => {
        const gain = bald(mean, std, standardNormals(seededRandom(seed), 100));
        expect(gain).toBeGreaterThanOrEqual(0);
        expect(gain).toBeLessThanOrEqual(Math.LN2 + 1e-12);
      }),
    );
  });

  test('is nothing for a known latent value, and grows with the deviation', () => {
    const normals = standardNormals(seededRandom(1), 100);
    expect(bald(0.5, 0, normals)).toBeCloseTo(0, 12);
    expect(bald(0.5, 0.3, normals)).toBeGreaterThan(bald(0.5, 0.1, normals));
  });
});

describe('mostInformative', () => {
  const latents = fc.array(
    fc.tuple(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.double({ min: 0, max: 0.6, noNaN: true })),
    { minLength: 1, maxLength: 60 },
  );

  test('is who scores highest when all are scored, and the first of equals', () => {
    fc.assert(
      fc.property(latents, seeds, (pairs, seed) => {
        const normals = standardNormals(seededRandom(seed), 100);
        const scores = pairs.map(([mean, std]) => bald(mean, std, normals));
        const [means, stds] = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k] ?? 0));
        const best = mostInformative(means as Float64Array, stds as Float64Array, normals);
        expect(best).toEqual({ index: argmax(scores), score: Math.max(...scores) });
      }),
      { numRuns: 300 },
    );
  });

  test('passes over those of whom nothing is known', () => {
    const normals = standardNormals(seededRandom(1), 100);
    const stds = Float64Array.of(0.2, 0.2, 0.1);
    expect(mostInformative(Float64Array.of(Number.NaN, 0.5, 0.5), stds, normals).index).toBe(1);
    expect(mostInformative(Float64Array.of(Number.NaN), stds, normals).index).toBe(-1);
    expect(mostInformative(Float64Array.of(), stds, normals).index).toBe(-1);
  });
});

test('argmax takes the first of equals, and numbers before what is none', () => {
  expect(argmax([1, 3, 3, 2])).toBe(1);
  expect(argmax([Number.NaN, 3, Number.NaN, 4])).toBe(3);
  expect(argmax([])).toBe(-1);
});

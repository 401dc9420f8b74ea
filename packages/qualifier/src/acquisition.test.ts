import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../test/arbitraries.ts';
import { argmax, bald, binaryEntropy, standardNormals } from './acquisition.ts';

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

test('argmax takes the first of equals', () => {
  expect(argmax([1, 3, 3, 2])).toBe(1);
  expect(argmax([])).toBe(-1);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialInterval } from './binomial.ts';

describe('binomialInterval', () => {
  // scipy 1.10.1: beta.ppf(.025, hits, trials - hits + 1), beta.ppf(.975, hits + 1, trials - hits).
  test.each([
    [0, 10, 0, 0.3084971078187607],
    [1, 10, 0.0025285785444617848, 0.4450161170281954],
    [5, 10, 0.18708602844739855, 0.8129139715526015],
    [10, 10, 0.6915028921812392, 1],
    [3, 100, 0.006229971538306395, 0.08517605297428002],
    [10, 100, 0.04900468922148595, 0.17622259774002266],
    [9, 9, 0.6637328831200572, 1],
    [200, 4000, 0.043451807680963524, 0.057214992961725726],
  ])('%i of %i is between %f and %f', (hits, trials, low, high) => {
    const interval = binomialInterval(hits, trials);
    expect(interval?.share).toBe(hits / trials);
    expect(interval?.low).toBeCloseTo(low, 11);
    expect(interval?.high).toBeCloseTo(high, 11);
  });

  test('holds its share, and mirrors when hits and misses change places', () => {
    const sample = fc
      .integer({ min: 1, max: 300 })
      .chain((trials) =>
        fc.record({ trials: fc.constant(trials), hits: fc.integer({ min: 0, max: trials }) }),
      );
    fc.assert(
      fc.property(sample, ({ hits, trials }) => {
        const interval = binomialInterval(hits, trials);
        const mirror = binomialInterval(trials - hits, trials);
        expect(interval?.low).toBeLessThanOrEqual(hits / trials);
        expect(interval?.high).toBeGreaterThanOrEqual(hits / trials);
        expect(interval?.low).toBeCloseTo(1 - (mirror?.high ?? 0), 12);
      }),
    );
  });

  test('there is none without trials, and no nonsense', () => {
    expect(binomialInterval(0, 0)).toBeNull();
    for (const [hits, trials] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
    ] as const) {
      expect(() => binomialInterval(hits, trials)).toThrow(RangeError);
    }
  });
});

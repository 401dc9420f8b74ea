import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../../test/arbitraries.ts';
import { calibrate, fitCalibration, moderate, slopeFloor, uncalibrated } from './calibration.ts';
import { sigmoid } from './laplace.ts';

/** Scores whose yeses come with probability σ(slope · score + intercept). */
function sample(
  seed: number,
  count: number,
  { slope, intercept }: { slope: number; intercept: number },
): { scores: Float64Array; yes: Float64Array; no: Float64Array } {
  const random = seededRandom(seed);
  const scores = Float64Array.from({ length: count }, () => 2 * gaussian(random));
  const yes = scores.map((score) => Number(random.next() < sigmoid(slope * score + intercept)));
  return { scores, yes, no: yes.map((weight) => 1 - weight) };
}

describe('calibration', () => {
  test('keeps the order, whatever the labels say', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (seed, count, slope) => {
          const { scores, yes, no } = sample(seed, count, { slope, intercept: 0 });
          const fitted = fitCalibration(scores, yes, no);
          expect(fitted.slope).toBeGreaterThanOrEqual(slopeFloor);
          const probabilities = [-5, -1, 0, 1, 5].map((score) => calibrate(fitted, score));
          expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
          expect(new Set(probabilities).size).toBe(5);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('finds slope and intercept of many scores, and takes none at their word', () => {
    const truth = { slope: 0.5, intercept: -1 };
    const { scores, yes, no } = sample(3, 4_000, truth);
    const fitted = fitCalibration(scores, yes, no);
    expect(fitted.slope).toBeCloseTo(truth.slope, 1);
    expect(fitted.intercept).toBeCloseTo(truth.intercept, 1);
    const none = new Float64Array(0);
    expect(fitCalibration(none, none, none)).toEqual(uncalibrated);
  });

  test('scores that mislead end on the floor, at the rate of yeses', () => {
    const { scores, yes, no } = sample(5, 2_000, { slope: -2, intercept: -2 });
    const fitted = fitCalibration(scores, yes, no);
    expect(fitted.slope).toBe(slopeFloor);
    const rate = yes.reduce((a, b) => a + b) / yes.length;
    expect(calibrate(fitted, 0)).toBeCloseTo(rate, 1);
  });

  test('what is not known pulls a score towards nothing', () => {
    expect(moderate(2, 0)).toBe(2);
    expect(moderate(-2, 8)).toBeGreaterThan(moderate(-2, 1));
    expect(moderate(2, 8)).toBeLessThan(moderate(2, 1));
  });
});

import { seededRandom } from '@fairlead/shared/runtime/random';

const RESAMPLES = 2_000;
const OUTSIDE = 0.025;

/** A mean with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of some runs and its 95 % percentile bootstrap interval (Efron 1979), which assumes no shape:
 * runs that collapse and runs that do not are two heaps. Null without values. The same values always
 * give the same interval.
 */
export function estimate(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const random = seededRandom(values.length);
  const draw = (): number => values[Math.floor(random.next() * values.length)] ?? 0;
  const means = Array.from({ length: RESAMPLES }, () => meanOf(values.map(draw))).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? 0;
  return { mean: meanOf(values), low: at(OUTSIDE), high: at(1 - OUTSIDE) };
}

/** Of at least one value. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

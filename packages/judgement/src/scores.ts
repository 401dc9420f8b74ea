import { meanOf } from './interval.ts';
import type { Pool } from './pool.ts';
import type { Decided } from './replay.ts';

/** Calls after which the people found are counted. */
export const FOUND_AFTER = [50, 100, 200, 400] as const;
/** Whoever asked about fewer than this share of the pool has rejected or accepted it unseen. */
const COLLAPSED_BELOW = 0.05;
const BINS = 10;

/** The figures of one replay. Shares are between 0 and 1; null where there is nothing to divide by or no model. */
export interface Scores {
  /** Calls to the language model until every lead was decided. */
  readonly calls: number;
  /** Leads that fit among the first 50, 100, 200 and 400 asked about. */
  readonly found: readonly number[];
  readonly precision: number | null;
  readonly recall: number;
  readonly f1: number;
  /** The mean squared error of the probabilities of `Decided.forecast`. */
  readonly brier: number | null;
  /** Their expected calibration error, in ten bins of equal width. */
  readonly ece: number | null;
  readonly collapsed: boolean;
}

/** Compares how a pool was decided with whom the campaign looks for. */
export function scoreOf(pool: Pool, { asked, decisions, forecast }: Decided): Scores {
  const { fits } = pool;
  const positives = count(fits, (fit) => fit);
  const accepted = count(decisions, (decision) => decision);
  const hits = count(decisions, (decision, id) => decision && fits[id] === true);
  const outcomes = forecast?.ids.map((id) => Number(fits[id] === true));
  return {
    calls: asked.length,
    found: FOUND_AFTER.map((calls) => foundAfter(pool, asked, calls)),
    precision: accepted === 0 ? null : hits / accepted,
    recall: hits / positives,
    f1: (2 * hits) / (accepted + positives),
    brier: forecast && outcomes ? brierScore(forecast.probabilities, outcomes) : null,
    ece: forecast && outcomes ? calibrationError(forecast.probabilities, outcomes) : null,
    collapsed: asked.length < COLLAPSED_BELOW * fits.length,
  };
}

/** Leads that fit among the first `calls` asked about. */
export function foundAfter(pool: Pool, asked: readonly number[], calls: number): number {
  return count(asked.slice(0, calls), (id) => pool.fits[id] === true);
}

/** Source: Brier 1950. `outcomes` are 0 or 1. */
export function brierScore(probabilities: Float64Array, outcomes: readonly number[]): number {
  const errors = outcomes.map((outcome, i) => ((probabilities[i] ?? 0) - outcome) ** 2);
  return meanOf(errors);
}

/** How far the mean probability of a bin is from the share that came true, weighted by the bin's size. */
export function calibrationError(probabilities: Float64Array, outcomes: readonly number[]): number {
  const gaps = new Float64Array(BINS);
  outcomes.forEach((outcome, i) => {
    const probability = probabilities[i] ?? 0;
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    gaps[bin] = (gaps[bin] ?? 0) + probability - outcome;
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / outcomes.length;
}

function count<T>(items: readonly T[], test: (item: T, index: number) => boolean): number {
  return items.filter(test).length;
}

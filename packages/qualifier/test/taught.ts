import { seededRandom } from '@fairlead/shared/runtime/random';
import { BayesStrategy } from '../src/bayes-strategy.ts';
import type { Candidate, Label, StrategyContext } from '../src/strategy.ts';

export const noObjective: StrategyContext = { embeddingModel: 'model-a', objective: null };

/** A Bayesian strategy that has observed these labels. */
export function taughtBayes(
  labels: readonly Label[],
  options: ConstructorParameters<typeof BayesStrategy>[0] = {},
  context: StrategyContext = noObjective,
): BayesStrategy {
  const strategy = new BayesStrategy(options, context);
  for (const label of labels) strategy.observe(label);
  return strategy;
}

/** Observes the labels one by one; each is taken out of the candidates, who are asked about before the next. */
export function playOn(
  strategy: BayesStrategy,
  labels: readonly Label[],
  candidates: readonly Candidate[],
): Candidate[] {
  let rest = [...candidates];
  const random = seededRandom(9);
  for (const label of labels) {
    strategy.observe(label);
    rest = rest.filter(({ id }) => id !== label.id);
    strategy.propose(rest, random);
  }
  return rest;
}

/** The largest difference between two lists of numbers; infinity when their lengths differ. */
export function distance(a: ArrayLike<number> | null, b: ArrayLike<number> | null): number {
  if (!a || !b || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

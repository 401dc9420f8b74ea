import { BayesStrategy } from './bayes-strategy.ts';
import { ClassicStrategy } from './classic-strategy.ts';
import { BayesOptions, ClassicOptions, readModelState } from './model-state.ts';
import type { Label, QualifierStrategy, StrategyContext } from './strategy.ts';

/** Every strategy a campaign may choose: its options as JSON, and how to make one. */
const strategies = {
  bayes: {
    create: (options: unknown, context: StrategyContext) =>
      new BayesStrategy(BayesOptions.parse(options), context),
    restore: BayesStrategy.restore,
  },
  classic: {
    create: (options: unknown, _context: StrategyContext) =>
      new ClassicStrategy(ClassicOptions.parse(options)),
    restore: ClassicStrategy.restore,
  },
} as const;

export type StrategyName = keyof typeof strategies;

/** What a campaign learns with unless it says otherwise. */
export const defaultStrategy: StrategyName = 'bayes';

/** The names a campaign's setting may hold. */
export const strategyNames = Object.keys(strategies) as [StrategyName, ...StrategyName[]];

/** A strategy that has seen nothing. `options` is parsed by the strategy; `{}` means its defaults. */
export function createStrategy(
  name: StrategyName,
  options: unknown,
  context: StrategyContext,
): QualifierStrategy {
  return strategies[name].create(options, context);
}

/**
 * The strategy a stored snapshot describes, with all `labels` observed. Where they are the labels of
 * the snapshot its decisions are identical; where they are not it refits when asked, starting from it.
 * Null when another version wrote the snapshot: create the strategy anew and observe the labels.
 */
export function restoreStrategy(
  snapshot: unknown,
  labels: Iterable<Label>,
  context: StrategyContext,
): QualifierStrategy | null {
  const state = readModelState(snapshot);
  return state && strategies[state.name].restore(state, labels, context);
}

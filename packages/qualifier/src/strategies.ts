import { BayesStrategy } from './bayes-strategy.ts';
import { ClassicStrategy } from './classic-strategy.ts';
import { BayesOptions, ClassicOptions, type ModelState, readModelState } from './model-state.ts';
import type { Label, QualifierStrategy, StrategyContext } from './strategy.ts';

type StateOf = { readonly [Name in ModelState['name']]: Extract<ModelState, { name: Name }> };

interface Row<State> {
  /** `options` as JSON. */
  create(options: unknown, context: StrategyContext): QualifierStrategy;
  restore(state: State, labels: Iterable<Label>, context: StrategyContext): QualifierStrategy | null;
}

/** Every strategy a campaign may choose; the first is the default. */
const strategies: { readonly [Name in keyof StateOf]: Row<StateOf[Name]> } = {
  bayes: {
    create: (options, context) => new BayesStrategy(BayesOptions.parse(options), context),
    restore: BayesStrategy.restore,
  },
  classic: {
    create: (options, context) => new ClassicStrategy(ClassicOptions.parse(options), context),
    restore: ClassicStrategy.restore,
  },
};

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
 * Null when another version wrote the snapshot, or it was taught vectors of another kind: create the strategy anew and observe the labels.
 */
export function restoreStrategy(
  snapshot: unknown,
  labels: Iterable<Label>,
  context: StrategyContext,
): QualifierStrategy | null {
  const state = readModelState(snapshot);
  return state && restoreAs(state.name, state, labels, context);
}

function restoreAs<Name extends keyof StateOf>(
  name: Name,
  state: StateOf[Name],
  labels: Iterable<Label>,
  context: StrategyContext,
): QualifierStrategy | null {
  return strategies[name].restore(state, labels, context);
}

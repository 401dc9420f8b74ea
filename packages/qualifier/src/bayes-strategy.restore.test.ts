import { seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { objectiveOf } from '../test/bayes-data.ts';
import { syntheticLabels } from '../test/synthetic.ts';
import { distance, noObjective, playOn, taughtBayes } from '../test/taught.ts';
import { BayesStrategy } from './bayes-strategy.ts';
import { BayesState } from './model-state.ts';
import { restoreStrategy } from './strategies.ts';
import type { Label, StrategyContext } from './strategy.ts';

const vectorsOf = (labels: readonly { vector: Float32Array }[]): Float32Array[] =>
  labels.map(({ vector }) => vector);

function stored(strategy: BayesStrategy): BayesState {
  return BayesState.parse(JSON.parse(JSON.stringify(strategy.snapshot())));
}

describe.each([
  { seed: 1, from: 0, to: 9 },
  { seed: 2, from: 1, to: 40 },
  { seed: 3, from: 7, to: 29 },
  { seed: 4, from: 29, to: 61 },
  { seed: 5, from: 33, to: 35 },
  { seed: 6, from: 90, to: 140 },
  { seed: 7, from: 190, to: 215 },
])('a snapshot at $from labels and those up to $to, seed $seed', ({ seed, from, to }) => {
  const pool = syntheticLabels(seed, to + 60);
  const context: StrategyContext = { ...noObjective, objective: seed % 2 ? objectiveOf(seed) : null };
  const running = new BayesStrategy({}, context);
  running.propose(pool, seededRandom(1));
  const rest = playOn(running, pool.slice(0, from), pool);
  const state = stored(running);
  playOn(running, pool.slice(from, to), rest);
  const asked = vectorsOf(pool.slice(to));

  test('say what the strategy says that kept running', () => {
    const restored = BayesStrategy.restore(state, pool.slice(0, to), context);
    expect(distance(restored?.probabilities(asked) ?? null, running.probabilities(asked))).toBeLessThan(
      1e-12,
    );
    const [own, others] = [restored?.heldOut(), running.heldOut()].map((held) => [...(held ?? [])].sort());
    expect(own?.map(([id]) => id)).toEqual(others?.map(([id]) => id));
    expect(distance(own?.map(([, p]) => p) ?? null, others?.map(([, p]) => p) ?? null)).toBeLessThan(1e-12);
    expect(restored?.propose(pool.slice(to), seededRandom(4))).toMatchObject({
      ...running.propose(pool.slice(to), seededRandom(4)),
      score: expect.toSatisfy((score) => score === null || typeof score === 'number'),
    });
  });

  test('say so too when the later labels are observed after', () => {
    const restored = BayesStrategy.restore(state, pool.slice(0, from), context);
    for (const label of pool.slice(from, to)) restored?.observe(label);
    expect(distance(restored?.probabilities(asked) ?? null, running.probabilities(asked))).toBeLessThan(
      1e-12,
    );
  });
});

describe('what a snapshot is good for', () => {
  const pool = syntheticLabels(8, 120);
  const training = pool.slice(0, 50);
  const asked = vectorsOf(pool.slice(60));

  test('labels that change after it are fitted again', () => {
    const strategy = taughtBayes(training);
    const state = stored(strategy);
    const first = training[3] as Label;
    const corrected: Label = { ...first, qualified: !first.qualified, source: 'human' };
    strategy.observe(corrected);
    const restored = BayesStrategy.restore(state, [...training, corrected], noObjective);
    expect(distance(restored?.probabilities(asked) ?? null, strategy.probabilities(asked))).toBeLessThan(
      1e-12,
    );
  });

  test('without its labels it is not used', () => {
    const state = stored(taughtBayes(training));
    const restored = BayesStrategy.restore(state, training.slice(1), noObjective);
    expect(restored?.probabilities(asked)).toEqual(taughtBayes(training.slice(1)).probabilities(asked));
  });

  test('another objective, or none, is another model', () => {
    const context = { ...noObjective, objective: objectiveOf(1) };
    const state = stored(taughtBayes(training, {}, context));
    expect(restoreStrategy(state, training, context)).not.toBeNull();
    expect(restoreStrategy(state, training, { ...context, objective: objectiveOf(2) })).toBeNull();
    expect(restoreStrategy(state, training, noObjective)).toBeNull();
  });

  test('numbers that do not fit together are not used', () => {
    const state = stored(taughtBayes(training));
    const broken = { ...state, dimension: 300 };
    expect(BayesStrategy.restore(broken, training, noObjective)).toBeNull();
    const fitted = state.fitted && { ...state.fitted, fit: { ...state.fitted.fit, anchor: 'AAAAAAAAAAA=' } };
    const restored = BayesStrategy.restore({ ...state, fitted }, training, noObjective);
    expect(restored?.probabilities(asked)).toEqual(taughtBayes(training).probabilities(asked));
  });

  test('candidates who left meanwhile are forgotten', () => {
    const strategy = taughtBayes(training);
    strategy.propose(pool.slice(50), seededRandom(1));
    const restored = BayesStrategy.restore(stored(strategy), training, noObjective);
    const fewer = pool.slice(50, 70);
    const later = pool[50] as Label;
    for (const each of [strategy, restored]) {
      each?.propose(fewer, seededRandom(2));
      for (const label of [later, pool[51] as Label]) each?.observe(label);
    }
    expect(distance(restored?.probabilities(asked) ?? null, strategy.probabilities(asked))).toBeLessThan(
      1e-12,
    );
  });
});

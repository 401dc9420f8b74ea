import { seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { syntheticLabels } from '../test/synthetic.ts';
import type { ModelState } from './model-state.ts';
import { createStrategy, defaultStrategy, restoreStrategy, strategyNames } from './strategies.ts';
import type { Label, QualifierStrategy, StrategyContext } from './strategy.ts';

const pool = syntheticLabels(31, 70);
const training = pool.slice(0, 40);
const rest = pool.slice(40);
const context: StrategyContext = { embeddingModel: 'model-a', objective: null };

function answers(strategy: QualifierStrategy): unknown {
  return {
    decisions: rest.map((lead) => strategy.decide(lead.vector)),
    proposal: strategy.propose(rest, seededRandom(3)),
    probabilities: strategy.probabilities(rest.map((lead) => lead.vector)),
  };
}

function stored(state: ModelState): unknown {
  return JSON.parse(JSON.stringify(state));
}

describe.each(strategyNames)('strategy %s', (name) => {
  function taught(labels: readonly Label[]): QualifierStrategy {
    const strategy = createStrategy(name, {}, context);
    for (const label of labels) strategy.observe(label);
    return strategy;
  }

  test('carries its name, and its snapshot too', () => {
    expect(createStrategy(name, {}, context).name).toBe(name);
    expect(createStrategy(name, {}, context).snapshot().name).toBe(name);
  });

  test('restored from stored JSON it answers identically', () => {
    const original = taught(training);
    const restored = restoreStrategy(stored(original.snapshot()), training.toReversed(), context);
    expect(restored && answers(restored)).toEqual(answers(original));
    expect(restored?.snapshot()).toEqual(original.snapshot());
  });

  test('restored with other labels it refits to them', () => {
    const old = taught(training.slice(0, 30)).snapshot();
    const restored = restoreStrategy(stored(old), training, context);
    expect(restored?.snapshot()).not.toEqual(old);
    expect(restored?.probabilities([])).toHaveLength(0);
  });

  test('vectors that changed under the same name do not pass for the old ones', () => {
    const old = taught(training).snapshot();
    const moved = training.map((label) => ({
      ...label,
      vector: label.vector.map((value) => value * 0.5 + 0.01),
    }));
    const restored = restoreStrategy(stored(old), moved, context);
    expect(restored?.snapshot()).toEqual({ ...old, fitted: expect.anything() });
    expect(restored?.snapshot()).not.toEqual(old);
  });

  test('a snapshot of an untaught strategy restores untaught', () => {
    const restored = restoreStrategy(stored(createStrategy(name, {}, context).snapshot()), [], context);
    expect(restored?.probabilities([])).toBeNull();
  });

  test('a snapshot of another version, or none at all, is not read', () => {
    expect(restoreStrategy({ ...taught(training).snapshot(), version: 0 }, training, context)).toBeNull();
    expect(restoreStrategy(null, training, context)).toBeNull();
  });

  test('what was learned from vectors of another kind or length is not read', () => {
    const state = taught(training).snapshot();
    expect(restoreStrategy(state, training, { ...context, embeddingModel: 'model-b' })).toBeNull();
    const shorter = training.map((label) => ({ ...label, vector: label.vector.slice(0, 100) }));
    expect(restoreStrategy(state, shorter, context)).toBeNull();
  });

  test('unknown options are refused', () => {
    expect(() => createStrategy(name, { gaurd: false }, context)).toThrow();
  });
});

test('the first strategy is the default', () => {
  expect(strategyNames[0]).toBe(defaultStrategy);
});

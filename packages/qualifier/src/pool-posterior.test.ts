import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { syntheticLabels } from '../test/synthetic.ts';
import { type ClassicModel, rebuildClassicModel } from './classic-model.ts';
import { row } from './matrix.ts';
import { PoolPosterior } from './pool-posterior.ts';
import type { Candidate, Label } from './strategy.ts';

const people = syntheticLabels(9, 120);
const optima = [{ dims: 4, theta: [-0.5, 0.9] as const, logMarginalLikelihood: 0 }];

function modelOf(labels: readonly Label[]): ClassicModel {
  const targets = Float64Array.from(labels, ({ qualified }) => Number(qualified));
  return rebuildClassicModel(
    labels.map(({ vector }) => vector),
    targets,
    4,
    optima,
  );
}

/** Of the pool against the process asked directly: the largest difference of a mean or deviation. */
function error(pool: PoolPosterior, model: ClassicModel, candidates: readonly Candidate[]): number {
  const kept = pool.predict(model, candidates);
  const direct = model.posterior.predict(model.transform(candidates.map(({ vector }) => vector)));
  const errors = candidates.flatMap((_, i) => [
    Math.abs((kept.means[i] ?? Number.NaN) - (direct.means[i] ?? Number.NaN)),
    Math.abs((kept.stds[i] ?? Number.NaN) - (direct.stds[i] ?? Number.NaN)),
  ]);
  return Math.max(0, ...errors);
}

function append(model: ClassicModel, { vector, qualified }: Label): void {
  model.posterior.append(row(model.transform([vector]), 0), Number(qualified));
}

describe('a pool kept from choice to choice', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('label' as const), at: fc.nat(39) }),
      fc.record({ kind: fc.constant('candidates' as const), from: fc.nat(80), count: fc.nat(40) }),
      fc.record({ kind: fc.constant('shuffle' as const) }),
    ),
    { maxLength: 12 },
  );

  test('answers as the process itself, whatever labels and candidates come and go', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const [model, pool] = [modelOf(people.slice(0, 20)), new PoolPosterior()];
        let candidates: Candidate[] = people.slice(40, 60);
        for (const change of changes) {
          if (change.kind === 'label') append(model, people[change.at] as Label);
          else if (change.kind === 'shuffle') candidates = candidates.toReversed();
          else candidates = people.slice(change.from, change.from + change.count);
          expect(error(pool, model, candidates)).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('starts afresh with another model', () => {
    const pool = new PoolPosterior();
    for (const count of [20, 30]) {
      expect(error(pool, modelOf(people.slice(0, count)), people.slice(40))).toBeLessThan(1e-10);
    }
  });

  test('notices that a candidate has another vector now', () => {
    const [model, pool] = [modelOf(people.slice(0, 20)), new PoolPosterior()];
    pool.predict(model, people.slice(40, 60));
    const swapped = people
      .slice(40, 60)
      .map(({ id }, i) => ({ id, vector: people[100 - i]?.vector ?? new Float32Array() }));
    expect(error(pool, model, swapped)).toBeLessThan(1e-10);
  });

  test('knows nothing of a vector that says nothing', () => {
    const [model, pool] = [modelOf(people.slice(0, 20)), new PoolPosterior()];
    const blank = { id: 999, vector: new Float32Array(384) };
    for (const candidates of [[blank], [...people.slice(40, 50), blank], [blank, ...people.slice(45, 55)]]) {
      const { means, stds } = pool.predict(model, candidates);
      candidates.forEach(({ id }, i) => {
        expect([means[i], stds[i]].every(Number.isNaN)).toBe(id === 999);
      });
    }
  });
});

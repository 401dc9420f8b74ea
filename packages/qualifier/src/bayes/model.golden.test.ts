import { readFileSync } from 'node:fs';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bayesData } from '../../test/bayes-data.ts';
import { BayesStrategy } from '../bayes-strategy.ts';
import type { Label } from '../strategy.ts';
import { Census } from './census.ts';
import { pointOf } from './features.ts';
import { BayesModel, compareVariances, type Example, mostProbable } from './model.ts';
import { embeddingVariances } from './prior.ts';

const Golden = z.object({
  numpy: z.string(),
  n: z.int(),
  queries: z.int(),
  sets: z.array(
    z.object({
      name: z.string(),
      positives: z.int(),
      cosine: z.object({ mean: z.number(), scale: z.number() }).nullable(),
      evidence: z.array(z.object({ variance: z.number(), log: z.number() })),
      variance: z.number(),
      heldOutScores: z.array(z.number()),
      calibration: z.object({ slope: z.number(), intercept: z.number() }),
      means: z.array(z.number()),
      variances: z.array(z.number()),
      probabilities: z.array(z.number()),
      scheduled: z.object({ variance: z.number(), fitted: z.int(), probabilities: z.array(z.number()) }),
    }),
  ),
});

const goldens = [2, 10, 50, 100, 200, 400].flatMap((n) => {
  const file = new URL(`../../goldens/bayes-${n}.golden.json`, import.meta.url);
  const { sets, queries } = Golden.parse(JSON.parse(readFileSync(file, 'utf8')));
  return sets.map((golden) => ({ n, queries, golden, name: golden.name }));
});

/** The largest |aᵢ − bᵢ|, and infinity when the lengths differ. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

describe.each(goldens)('against numpy, $name, $n labels', ({ n, queries, golden }) => {
  const data = bayesData[golden.name];
  if (!data) throw new Error(`there is no data set ${golden.name}`);
  const { labels, objective } = data(n, n + queries);
  const census = new Census(384);
  for (const { id, vector } of labels) census.add(id, pointOf(vector, objective));
  const centring = census.centring(objective !== null);
  const examples = labels.map(({ id, vector, qualified, source }): Example => {
    const weight = source === 'human' ? 2 : 1;
    const [yes, no] = qualified ? [weight, 0] : [0, weight];
    return { id, ...pointOf(vector, objective), yes, no };
  });
  const [training, asked] = [examples.slice(0, n), examples.slice(n)];

  test('the data is the data the golden was made from', () => {
    expect(training.filter(({ yes }) => yes > 0)).toHaveLength(golden.positives);
    expect(centring.cosine?.mean ?? 0).toBeCloseTo(golden.cosine?.mean ?? 0, 12);
    expect(centring.cosine?.scale ?? 0).toBeCloseTo(golden.cosine?.scale ?? 0, 12);
  });

  test('the evidence of every prior variance, and the choice', () => {
    const choices = compareVariances(training, centring, embeddingVariances);
    const evidence = choices.map(({ fit }) => fit.logEvidence);
    expect(golden.evidence.map(({ variance }) => variance)).toEqual([...embeddingVariances]);
    expect(
      distance(
        evidence,
        golden.evidence.map(({ log }) => log),
      ),
    ).toBeLessThan(1e-10);
    expect(mostProbable(choices).variance).toBe(golden.variance);
  });

  test('held-out probabilities, calibration, means, variances and probabilities', () => {
    const model = BayesModel.fit(training, centring, golden.variance);
    const { slope, intercept } = model.stored.calibration;
    expect(
      distance([slope, intercept], [golden.calibration.slope, golden.calibration.intercept]),
    ).toBeLessThan(1e-10);
    const heldOut = golden.heldOutScores.map((score) => 1 / (1 + Math.exp(-slope * score - intercept)));
    expect(
      distance(
        training.map(({ id }) => model.heldOut().get(id) ?? Number.NaN),
        heldOut,
      ),
    ).toBeLessThan(1e-10);
    const latents = model.latents(asked);
    expect(
      distance(
        latents.map(({ mean }) => mean),
        golden.means,
      ),
    ).toBeLessThan(1e-10);
    expect(
      distance(
        latents.map(({ variance }) => variance),
        golden.variances,
      ),
    ).toBeLessThan(1e-10);
    const probabilities = latents.map((latent) => model.probability(latent));
    expect(distance(probabilities, golden.probabilities)).toBeLessThan(1e-10);
  });

  test('the strategy, label by label: fits on schedule and single updates between them', () => {
    const strategy = new BayesStrategy({}, { embeddingModel: 'golden', objective });
    strategy.propose(labels, seededRandom(1));
    for (const label of labels.slice(0, n)) strategy.observe(label as Label);
    const probabilities = strategy.probabilities(labels.slice(n).map(({ vector }) => vector)) ?? [];
    expect(distance(probabilities, golden.scheduled.probabilities)).toBeLessThan(1e-10);
    expect(strategy.snapshot().fitted?.fit).toMatchObject({
      lessons: golden.scheduled.fitted,
      embeddingVariance: golden.scheduled.variance,
    });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { datasets, syntheticLabels } from '../test/synthetic.ts';
import { fitClassicModel, rebuildClassicModel } from './classic-model.ts';

const Golden = z.object({
  queries: z.int(),
  fits: z.array(
    z.object({
      seed: z.int(),
      n: z.int(),
      positives: z.int(),
      dims: z.int(),
      optima: z.array(
        z.object({
          dims: z.int(),
          theta: z.tuple([z.number(), z.number()]),
          logMarginalLikelihood: z.number(),
        }),
      ),
      means: z.array(z.number()),
      stds: z.array(z.number()),
    }),
  ),
});

const goldens = datasets.flatMap((dataset) => {
  const file = new URL(`../goldens/classic-${dataset}.golden.json`, import.meta.url);
  const { queries, fits } = Golden.parse(JSON.parse(readFileSync(file, 'utf8')));
  return fits.map((golden) => ({ dataset, queries, golden, n: golden.n }));
});

/** The largest |aᵢ − bᵢ|, and infinity when the lengths differ. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

test('there are six sizes of each data set', () => {
  expect(goldens.map(({ n }) => n)).toEqual(datasets.flatMap(() => [2, 10, 50, 100, 200, 400]));
});

test.each([2, 5, 11, 60])(
  'of %i labels the components tried are 2, 4, 6, 10, 15 and 20, as far as they are fewer',
  (n) => {
    const labels = syntheticLabels(3, n);
    const model = fitClassicModel(
      labels.map(({ vector }) => vector),
      Float64Array.from(labels, ({ qualified }) => Number(qualified)),
    );
    const choices = [2, 4, 6, 10, 15, 20].filter((dims) => dims <= n - 1);
    expect(model.optima.map(({ dims }) => dims)).toEqual(choices.length > 0 ? choices : [n - 1]);
    const best = Math.max(...model.optima.map(({ logMarginalLikelihood }) => logMarginalLikelihood));
    expect(model.posterior.logMarginalLikelihood).toBeCloseTo(best, 9);
  },
);

describe.each(goldens)('against scikit-learn, $dataset, $n labels', ({ dataset, queries: count, golden }) => {
  const labels = syntheticLabels(golden.seed, golden.n + count, dataset);
  const training = labels.slice(0, golden.n);
  const vectors = training.map((label) => label.vector);
  const queries = labels.slice(golden.n).map((label) => label.vector);
  const targets = Float64Array.from(training, (label) => Number(label.qualified));

  test('the data is the data the golden was made from', () => {
    expect(targets.reduce((a, b) => a + b)).toBe(golden.positives);
  });

  test('equal hyper-parameters give equal likelihoods, means and deviations', () => {
    for (const { dims, logMarginalLikelihood } of golden.optima) {
      const { posterior } = rebuildClassicModel(vectors, targets, dims, golden.optima);
      expect(Math.abs(posterior.logMarginalLikelihood - logMarginalLikelihood)).toBeLessThan(1e-10);
    }
    const model = rebuildClassicModel(vectors, targets, golden.dims, golden.optima);
    const prediction = model.posterior.predict(model.transform(queries));
    expect(distance(prediction.means, golden.means)).toBeLessThan(1e-10);
    expect(distance(prediction.stds, golden.stds)).toBeLessThan(1e-10);
  });

  // At 400 labels this is some two hundred factorisations: seconds on a busy machine.
  test('the own search finds optima as good, and unless they are better the same model', {
    timeout: 60_000,
  }, () => {
    const model = fitClassicModel(vectors, targets);
    const shortfalls = golden.optima.map(
      (theirs, i) => theirs.logMarginalLikelihood - (model.optima[i]?.logMarginalLikelihood ?? Number.NaN),
    );
    expect(Math.max(...shortfalls)).toBeLessThan(1e-6);
    // With rare positives it finds better ones, up to 40 above: then there is nothing to agree on.
    if (Math.min(...shortfalls) < -1e-6) {
      expect(dataset).not.toBe('clustered');
      return;
    }
    expect(model.dims).toBe(golden.dims);
    const { means } = model.posterior.predict(model.transform(queries));
    expect(distance(means, golden.means)).toBeLessThan(1e-4);
  });
});

import type { Centring } from './features.ts';
import { featureCount } from './features.ts';

/** A normal distribution of independent weights: one mean and one variance a feature. */
export interface Prior {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Variances of an embedding weight to choose from. */
export const embeddingVariances = [1, 4, 16, 64] as const;

/** The variance before there are labels enough to choose one. */
export const firstEmbeddingVariance = 4;

/** One standard deviation closer to the objective is worth about one logit, until labels say otherwise. */
const cosinePrior = { mean: 1, variance: 1 } as const;

/** Before any label an average lead is taken to fit with probability 0.18, give or take. */
const biasPrior = { mean: -1.5, variance: 1.5 ** 2 } as const;

/** The prior of the weights of `writeFeatures`, with the given variance of embedding weights. */
export function priorOf(centring: Centring, embeddingVariance: number): Prior {
  const count = featureCount(centring);
  const means = new Float64Array(count);
  const variances = new Float64Array(count).fill(embeddingVariance);
  if (centring.cosine) {
    means[count - 2] = cosinePrior.mean;
    variances[count - 2] = cosinePrior.variance;
  }
  means[count - 1] = biasPrior.mean;
  variances[count - 1] = biasPrior.variance;
  return { means, variances };
}

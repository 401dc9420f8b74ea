import { gaussian, type Random } from '@fairlead/shared/runtime/random';

/** The entropy of a yes/no answer with probability `p`, in nats: 0 at 0 and 1, ln 2 at ½. */
export function binaryEntropy(p: number): number {
  return surprise(p) + surprise(1 - p);
}

/** A latent mean as a probability: clipped to [0, 1]. */
export function clipProbability(mean: number): number {
  return Math.min(1, Math.max(0, mean));
}

/** Standard normal draws, shared by all candidates of one round so that their scores compare. */
export function standardNormals(random: Random, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => gaussian(random));
}

/**
 * Bayesian active learning by disagreement, in nats, never negative: how much the entropy of the
 * answer would fall if the latent value were known. Monte-Carlo over `normals`; each draw of the
 * latent N(mean, std²) is clipped to a probability. Source: Houlsby et al. 2011.
 */
export function bald(mean: number, std: number, normals: Float64Array): number {
  let [probabilities, entropies] = [0, 0];
  for (const normal of normals) {
    const p = clipProbability(mean + std * normal);
    probabilities += p;
    entropies += binaryEntropy(p);
  }
  // Concavity makes the difference non-negative; rounding need not.
  return Math.max(0, binaryEntropy(probabilities / normals.length) - entropies / normals.length);
}

/** The position of the largest value; the first of equals; −1 for an empty list. */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length > 0 ? 0 : -1;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

function surprise(p: number): number {
  return p <= 0 ? 0 : -p * Math.log(p);
}

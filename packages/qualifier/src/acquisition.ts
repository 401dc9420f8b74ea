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

/**
 * The candidate of highest `bald` score and that score; the first of equals; −1 without a candidate. A candidate
 * whose mean is NaN is none.
 *
 * The answer is exactly that of scoring all, but most logarithms are spared: the table is never above
 * the entropy and never more than `tableError` below it, so a score by table is at most `tableError` too
 * high, and only candidates within that of the best need the exact score.
 */
export function mostInformative(
  means: Float64Array,
  stds: Float64Array,
  normals: Float64Array,
): { index: number; score: number } {
  const rough = means.map((mean, i) => roughBald(mean, stds[i] as number, normals));
  const line = (rough[argmax(rough)] ?? 0) - tableError;
  let best = { index: -1, score: Number.NEGATIVE_INFINITY };
  rough.forEach((value, index) => {
    if (!(value >= line)) return;
    const score = bald(means[index] as number, stds[index] as number, normals);
    if (score > best.score) best = { index, score };
  });
  return best;
}

/** The position of the largest value; the first of equals; −1 for an empty list. NaN is smaller than any number. */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length > 0 ? 0 : -1;
  for (let i = 1; i < values.length; i++) {
    const [value, most] = [values[i] as number, values[best] as number];
    if (value > most || (Number.isNaN(most) && !Number.isNaN(value))) best = i;
  }
  return best;
}

/** Pieces of the entropy's curve, each replaced by its chord. */
const pieces = 4096;
/** The curve leaves its chord by most in the first piece: by (1/pieces)/e, and a little from the other outcome. */
const tableError = 1.01 / (pieces * Math.E);
const table = Float64Array.from({ length: pieces + 2 }, (_, i) => binaryEntropy(Math.min(1, i / pieces)));

/** As `bald`, with entropies of the draws from the table; NaN for a mean that is NaN. */
function roughBald(mean: number, std: number, normals: Float64Array): number {
  let [probabilities, entropies] = [0, 0];
  for (let k = 0; k < normals.length; k++) {
    const latent = mean + std * (normals[k] as number);
    const p = clipProbability(latent);
    probabilities += p;
    const place = p * pieces;
    const piece = Math.floor(place);
    const low = table[piece] as number;
    entropies += low + (place - piece) * ((table[piece + 1] as number) - low);
  }
  return binaryEntropy(probabilities / normals.length) - entropies / normals.length;
}

function surprise(p: number): number {
  return p <= 0 ? 0 : -p * Math.log(p);
}

import { hash32 } from '@fairlead/shared/runtime/random';
import { type Embedder, embeddingDimensions } from './ports.ts';

/**
 * Embeddings without a model file: signed feature hashing of single words and word pairs with
 * sublinear term frequency, L2-normalised. Deterministic, and blind to synonyms: for the demo, for
 * tests, and for an operator who cannot download a model. Source: Weinberger et al. 2009.
 */
export function hashingEmbedder(): Embedder {
  return {
    model: 'hashing-384-v1',
    embed: (texts) => Promise.resolve(texts.map(hashedVector)),
    close: () => Promise.resolve(),
  };
}

function hashedVector(text: string): Float32Array {
  const sums = new Float64Array(embeddingDimensions);
  for (const [gram, count] of countGrams(text)) {
    const hash = hash32(gram);
    const index = hash % embeddingDimensions;
    // The top bit, because the index depends on the low ones.
    const sign = hash >>> 31 === 0 ? 1 : -1;
    sums[index] = (sums[index] ?? 0) + sign * (1 + Math.log(count));
  }
  return normalise(sums);
}

/** How often each word and each pair of neighbouring words occurs. */
function countGrams(text: string): Map<string, number> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const counts = new Map<string, number>();
  words.forEach((word, i) => {
    const next = words[i + 1];
    for (const gram of next === undefined ? [word] : [word, `${word} ${next}`]) {
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  });
  return counts;
}

/** Unit length; a text without words becomes the first unit vector, since zero has no direction. */
function normalise(sums: Float64Array): Float32Array {
  const norm = Math.hypot(...sums);
  if (norm === 0) return Float32Array.from(sums, (_, i) => Number(i === 0));
  return Float32Array.from(sums, (value) => value / norm);
}

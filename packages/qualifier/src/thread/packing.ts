import { z } from 'zod';
import { type Candidate, type Label, labelSources } from '../strategy.ts';

const VectorBlock = z.strictObject({
  /** The lengths of the vectors, which follow one another in `numbers`. */
  lengths: z.instanceof(Uint32Array),
  numbers: z.instanceof(Float32Array),
});

/** Vectors in one block of memory, which is handed to the thread instead of copied. */
export const PackedVectors = VectorBlock.refine(
  ({ lengths, numbers }) => lengths.reduce((a, b) => a + b, 0) === numbers.length,
  'the lengths do not add up to the numbers',
);
export type PackedVectors = z.infer<typeof PackedVectors>;

export const PackedCandidates = z
  .strictObject({ ids: z.instanceof(Float64Array), vectors: PackedVectors })
  .refine(({ ids, vectors }) => ids.length === vectors.lengths.length, 'an id is missing');
export type PackedCandidates = z.infer<typeof PackedCandidates>;

export const PackedLabels = z
  .strictObject({
    ids: z.instanceof(Float64Array),
    vectors: PackedVectors,
    qualified: z.array(z.boolean()),
    sources: z.array(z.enum(labelSources)),
  })
  .refine(
    ({ ids, vectors, qualified, sources }) =>
      [vectors.lengths, qualified, sources].every(({ length }) => length === ids.length),
    'a label is incomplete',
  );
export type PackedLabels = z.infer<typeof PackedLabels>;

export function packVectors(vectors: readonly Float32Array[]): PackedVectors {
  const lengths = Uint32Array.from(vectors, ({ length }) => length);
  const numbers = new Float32Array(lengths.reduce((a, b) => a + b, 0));
  let at = 0;
  for (const vector of vectors) {
    numbers.set(vector, at);
    at += vector.length;
  }
  return { lengths, numbers };
}

/** The vectors as views of the block. */
export function unpackVectors({ lengths, numbers }: PackedVectors): Float32Array[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return numbers.subarray(at - length, at);
  });
}

export function packCandidates(candidates: readonly Candidate[]): PackedCandidates {
  return {
    ids: Float64Array.from(candidates, ({ id }) => id),
    vectors: packVectors(candidates.map(({ vector }) => vector)),
  };
}

export function unpackCandidates({ ids, vectors }: PackedCandidates): Candidate[] {
  return unpackVectors(vectors).map((vector, i) => ({ id: ids[i] as number, vector }));
}

export function packLabels(labels: readonly Label[]): PackedLabels {
  return {
    ...packCandidates(labels),
    qualified: labels.map(({ qualified }) => qualified),
    sources: labels.map(({ source }) => source),
  };
}

export function unpackLabels({ qualified, sources, ...candidates }: PackedLabels): Label[] {
  return unpackCandidates(candidates).map((candidate, i) => ({
    ...candidate,
    qualified: qualified[i] as boolean,
    source: sources[i] as Label['source'],
  }));
}

/** The blocks of memory within a request, each once: they are handed over. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return [...found];
}

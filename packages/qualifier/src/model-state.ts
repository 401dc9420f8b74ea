import { z } from 'zod';

/** Bumped when a stored state can no longer be read as it was meant; older states are then refitted. */
export const modelStateVersion = 2;

/** Options of the classic strategy. */
export const ClassicOptions = z.strictObject({
  /** Safe automatic decisions (gate.ts). False reproduces the original, which can reject a whole pool blindly. */
  guard: z.boolean().default(true),
  entropyBelow: z.number().positive().default(0.3),
  stdBelow: z.number().positive().default(0.05),
  acceptAt: z.number().min(0).max(1).default(0.9),
  /**
   * When the search for hyper-parameters and components runs again. `as-it-grows`: at every label up to 40,
   * then at every tenth more; labels in between are conditioned on exactly, with both frozen.
   * `each-label` is the original, whose cost grows with the cube of the labels.
   */
  refit: z.enum(['as-it-grows', 'each-label']).default('as-it-grows'),
});
export type ClassicOptions = z.infer<typeof ClassicOptions>;

const ThetaState = z.tuple([z.number(), z.number()]).readonly();

/** The best hyper-parameters found for one number of principal components. */
const DimensionOptimum = z.strictObject({
  dims: z.int().positive(),
  /** (ln constant, ln length scale). */
  theta: ThetaState,
  logMarginalLikelihood: z.number(),
});
export type DimensionOptimum = z.infer<typeof DimensionOptimum>;

/**
 * A fitted classic model without its data: hyper-parameters, and which labels they belong to, with a
 * digest of those. Labels and vectors stay where they are stored; the factorisation is rebuilt from them, which is
 * exact and takes one Cholesky instead of a search.
 */
export const ClassicState = z.strictObject({
  version: z.literal(modelStateVersion),
  name: z.literal('classic'),
  /** The kind of vectors it was taught. */
  embeddingModel: z.string(),
  /** How long they are; null while there was none. */
  dimension: z.int().positive().nullable(),
  options: ClassicOptions,
  fitted: z
    .strictObject({
      positives: z.int().nonnegative(),
      negatives: z.int().nonnegative(),
      labelsDigest: z.int().nonnegative(),
      /** Ids of the labels of the search. */
      searched: z.array(z.int()).readonly(),
      /** Ids of the labels learned since the search, in that order. */
      appended: z.array(z.int()).readonly(),
      /** The number of principal components in use: one of `optima`. */
      dims: z.int().positive(),
      optima: z.array(DimensionOptimum).min(1).readonly(),
    })
    .nullable(),
});
export type ClassicState = z.infer<typeof ClassicState>;

/** A strategy's snapshot, by `name`. */
export const ModelState = z.discriminatedUnion('name', [ClassicState]);
export type ModelState = z.infer<typeof ModelState>;

/** The state in stored JSON, or null when another version wrote it or it is no state at all. */
export function readModelState(json: unknown): ModelState | null {
  return ModelState.safeParse(json).data ?? null;
}

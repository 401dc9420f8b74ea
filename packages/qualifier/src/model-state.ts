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
  /** Beyond so many labels the hyper-parameters stay as they are; null: never. What little they still change costs n³. */
  searchUpTo: z.int().positive().nullable().default(null),
});
export type ClassicOptions = z.infer<typeof ClassicOptions>;

const ThetaState = z.tuple([z.number(), z.number()]).readonly();

/** The best hyper-parameters found for one number of principal components. */
const DimensionOptimum = z.strictObject({
  dims: z.int().positive(),
  /** (ln constant, ln length scale). */
  theta: ThetaState,
  logMarginalLikelihood: z.number(),
  /** The curvature learned there (optimiser.ts); models stored by older versions have none. */
  inverse: z.tuple([z.number(), z.number(), z.number()]).readonly().optional(),
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

const share = z.number().min(0).max(1);

/** Options of the Bayesian strategy. */
export const BayesOptions = z.strictObject({
  /**
   * How many of the language model's labels one label of each kind is worth; 0: it is ignored. What
   * people did is ignored unless asked for: most stay silent for reasons that are not the fit.
   */
  weights: z
    .strictObject({
      llm: z.number().nonnegative().default(1),
      human: z.number().nonnegative().default(2),
      accepted: z.number().nonnegative().default(0),
      replied: z.number().nonnegative().default(0),
    })
    .prefault({}),
  /** Asking stops when no candidate is as likely a yes as this. Default 0.15: fewer than one call in seven would find one. */
  threshold: share.default(0.15),
  /** The share of questions about a candidate drawn from all; three times as many until ten yeses are known. */
  randomShare: share.default(0.1),
  /** A candidate at least this likely is accepted without asking. Null, the default: none is. */
  acceptAt: share.nullable().default(null),
});
export type BayesOptions = z.infer<typeof BayesOptions>;

/** Base64 of packed numbers: bayes/packing.ts. */
const Packed = z.base64();

/**
 * A fitted Bayesian model without its data: weights and what they were centred on. The covariance is
 * rebuilt from labels and vectors, which are stored elsewhere; a digest tells whether they are the same.
 */
export const BayesState = z.strictObject({
  version: z.literal(modelStateVersion),
  name: z.literal('bayes'),
  /** The kind of vectors it was taught. */
  embeddingModel: z.string(),
  /** How long they are; null while there was none. */
  dimension: z.int().positive().nullable(),
  /** Of the objective's vector; null without an objective. */
  objectiveDigest: z.int().nonnegative().nullable(),
  options: BayesOptions,
  fitted: z
    .strictObject({
      positives: z.int().nonnegative(),
      negatives: z.int().nonnegative(),
      /** Of ids and vectors of the lessons. */
      vectorsDigest: z.int().nonnegative(),
      /** Labelled leads in the order in which they were learned: id, weight of yes, weight of no. */
      lessons: z.array(z.tuple([z.int(), z.number().nonnegative(), z.number().nonnegative()])),
      fit: z.strictObject({
        /** How many of the lessons were fitted together; the others were learned one by one. */
        lessons: z.int().nonnegative(),
        /** How many leads the centre is the mean of. */
        leads: z.int().positive(),
        centre: Packed,
        cosine: z.strictObject({ mean: z.number(), scale: z.number().nonnegative() }).nullable(),
        /** Prior variance of an embedding weight. */
        embeddingVariance: z.number().positive(),
        /** The weights at which the curvature was taken. */
        anchor: Packed,
        calibration: z.strictObject({ slope: z.number().positive(), intercept: z.number() }),
      }),
      /** Leads known besides the labelled ones, and sums over all: the centre of the next fit. */
      census: z.strictObject({
        candidates: Packed,
        vectors: Packed,
        cosines: z.number(),
        squares: z.number().nonnegative(),
      }),
    })
    .nullable(),
});
export type BayesState = z.infer<typeof BayesState>;

/** A strategy's snapshot, by `name`. */
export const ModelState = z.discriminatedUnion('name', [BayesState, ClassicState]);
export type ModelState = z.infer<typeof ModelState>;

/** The state in stored JSON, or null when another version wrote it or it is no state at all. */
export function readModelState(json: unknown): ModelState | null {
  return ModelState.safeParse(json).data ?? null;
}

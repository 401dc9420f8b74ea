import { z } from 'zod';
import { calibrate, moderate } from './bayes/calibration.ts';
import { type Centring, featureCount, featureMatrix, pointOf } from './bayes/features.ts';
import { blockRows, multiplyVector, productNorms } from './bayes/kernels.ts';
import type { BayesModel } from './bayes/model.ts';
import { packDoubles, unpackDoubles } from './bayes/packing.ts';
import { cholesky } from './linalg.ts';
import { type Matrix, zeros } from './matrix.ts';

/** Bumped when a file can no longer be read as it was meant. */
const portableVersion = 1;

/** With fewer labels the weights would be hardly more than the vectors of the few people they come from. */
export const portableLabels = 20;

/** The longest vectors a file may be about: far beyond any, and small enough to compute with. */
const longest = 1_024;

const Numbers = z.base64();

/**
 * A fitted Bayesian model that stands for itself: it needs neither labels nor vectors to rank people. It
 * holds sums over all that was learned, and nothing of any one person: no ids, no texts, no vectors.
 */
export const PortableModel = z.strictObject({
  format: z.literal('fairlead-model'),
  version: z.literal(portableVersion),
  kind: z.literal('bayes'),
  /** The kind of vectors it reads. */
  embeddingModel: z.string().min(1).max(200),
  dimension: z.int().positive().max(longest),
  /** The unit embedding of the objective; null without one. */
  objective: Numbers.nullable(),
  centre: Numbers,
  cosine: z.strictObject({ mean: z.number(), scale: z.number().nonnegative() }).nullable(),
  /** The most probable weights. */
  weights: Numbers,
  /** The lower Cholesky factor of their covariance, row by row. */
  factor: Numbers,
  calibration: z.strictObject({ slope: z.number().positive(), intercept: z.number() }),
});
export type PortableModel = z.infer<typeof PortableModel>;

/** What a model is about, besides what it learned. */
export interface PortableSubject {
  readonly embeddingModel: string;
  readonly objective: Float32Array | null;
}

/** The model without the examples it was taught. */
export function exportModel(
  model: BayesModel,
  { embeddingModel, objective }: PortableSubject,
): PortableModel {
  const { centring, calibration } = model.stored;
  return {
    format: 'fairlead-model',
    version: portableVersion,
    kind: 'bayes',
    embeddingModel,
    dimension: centring.centre.length,
    objective: objective && packDoubles(Float64Array.from(objective)),
    centre: packDoubles(centring.centre),
    cosine: centring.cosine,
    weights: packDoubles(model.mode),
    factor: packDoubles(lowerPart(cholesky(covarianceOf(model, featureCount(centring))))),
    calibration,
  };
}

/** A model that was read and found whole. */
export interface RankingModel {
  readonly embeddingModel: string;
  readonly dimension: number;
  /** The probability of a yes for each vector, as the campaign says that it was taken from, to nine digits. Throws RangeError for another length. */
  probabilities(vectors: readonly Float32Array[]): Float64Array<ArrayBuffer>;
}

/** Throws RangeError when the numbers do not fit together. */
export function readPortable(model: PortableModel): RankingModel {
  const { dimension, cosine, calibration } = model;
  const centring: Centring = { centre: numbersOf(model.centre, dimension, 'centre'), cosine, leads: 1 };
  const count = featureCount(centring);
  const weights = numbersOf(model.weights, count, 'weights');
  const factor = transposedOf(numbersOf(model.factor, (count * (count + 1)) / 2, 'factor'), count);
  const objective =
    model.objective === null ? null : Float32Array.from(numbersOf(model.objective, dimension, 'objective'));
  if ((objective === null) !== (cosine === null)) throw new RangeError('objective and cosine go together');
  return {
    embeddingModel: model.embeddingModel,
    dimension,
    probabilities(vectors) {
      const probabilities = new Float64Array(vectors.length);
      for (let from = 0; from < vectors.length; from += blockRows) {
        const points = vectors.slice(from, from + blockRows).map((vector) => {
          if (vector.length !== dimension)
            throw new RangeError(`the model reads vectors of ${dimension} numbers`);
          return pointOf(vector, objective);
        });
        const features = featureMatrix(centring, points);
        const means = new Float64Array(features.rows);
        multiplyVector(features, weights, means);
        const variances = productNorms(factor, features);
        means.forEach((mean, i) => {
          probabilities[from + i] = calibrate(calibration, moderate(mean, variances[i] as number));
        });
      }
      return probabilities;
    },
  };
}

/** The covariance of the weights as a whole, which the model itself never forms. */
function covarianceOf({ covariance }: BayesModel, count: number): Matrix {
  const whole = zeros(count, count);
  for (let i = 0; i < count; i++) {
    const unit = new Float64Array(count);
    unit[i] = 1;
    whole.data.set(covariance.multiply(unit), i * whole.stride);
  }
  return symmetric(whole);
}

/** Rounding leaves the two halves a little apart. */
function symmetric(whole: Matrix): Matrix {
  const { data, stride, rows } = whole;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const mean = ((data[i * stride + j] as number) + (data[j * stride + i] as number)) / 2;
      data[i * stride + j] = mean;
      data[j * stride + i] = mean;
    }
  }
  return whole;
}

function lowerPart({ data, stride, rows }: Matrix): Float64Array {
  const part = new Float64Array((rows * (rows + 1)) / 2);
  for (let i = 0, at = 0; i < rows; at += ++i) part.set(data.subarray(i * stride, i * stride + i + 1), at);
  return part;
}

/** Lᵀ, so that |Lᵀ·x|² is the variance along x. */
function transposedOf(part: Float64Array, count: number): Matrix {
  const upper = zeros(count, count);
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j <= i; j++, at++) upper.data[j * upper.stride + i] = part[at] as number;
  }
  return upper;
}

function numbersOf(text: string, count: number, what: string): Float64Array {
  const numbers = unpackDoubles(text);
  if (numbers.length !== count || !numbers.every(Number.isFinite)) {
    throw new RangeError(`${what}: ${count} finite numbers are needed`);
  }
  return numbers;
}

import { dot, type Matrix, zeros } from '../matrix.ts';
import { isUsable } from '../vectors.ts';

/** Where the middle of all known leads is, and how their cosines to the objective spread. */
export interface Centring {
  /** The mean embedding. */
  readonly centre: Float64Array;
  /** Mean and population standard deviation of the cosines; null without an objective. */
  readonly cosine: { readonly mean: number; readonly scale: number } | null;
  /** How many leads this was taken from. */
  readonly leads: number;
}

/** An embedding and its cosine to the objective (0 without one). `vector` is null where it cannot be used. */
export interface Point {
  readonly vector: Float32Array | null;
  readonly cosine: number;
}

/** Closer to the centre than single precision can tell: such a lead has no direction. */
const noDirection = 1e-7;

/** An embedding with its cosine to `objective`, which is of the same length; the vector is null where it cannot be used. */
export function pointOf(vector: Float32Array, objective: Float32Array | null): Point {
  if (!isUsable(vector)) return { vector: null, cosine: 0 };
  if (!objective) return { vector, cosine: 0 };
  const norms = Math.sqrt(dot(vector, vector)) * Math.sqrt(dot(objective, objective));
  return { vector, cosine: dot(vector, objective) / norms };
}

/** Embedding, standardised cosine where there is an objective, and 1. */
export function featureCount({ centre, cosine }: Centring): number {
  return centre.length + (cosine ? 2 : 1);
}

/**
 * Writes the features of one lead to `target` from `offset`: the direction from the centre (unit
 * length), the standardised cosine if there is an objective, and 1. A lead whose vector cannot be used
 * looks like the average lead: zeros and the 1. Returns its distance from the centre, 0 where it has no direction.
 */
export function writeFeatures(
  centring: Centring,
  point: Point,
  target: Float64Array,
  offset: number,
): number {
  const { centre, cosine } = centring;
  const distance = writeDirection(centre, point.vector, target, offset);
  if (cosine) target[offset + centre.length] = standardise(point, cosine);
  target[offset + featureCount(centring) - 1] = 1;
  return distance;
}

/** The features of leads, one row each. */
export function featureMatrix(centring: Centring, points: readonly Point[]): Matrix {
  const matrix = zeros(points.length, featureCount(centring));
  points.forEach((point, i) => {
    writeFeatures(centring, point, matrix.data, i * matrix.stride);
  });
  return matrix;
}

function writeDirection(
  centre: Float64Array,
  vector: Float32Array | null,
  target: Float64Array,
  offset: number,
): number {
  let squares = 0;
  for (let j = 0; j < centre.length; j++) {
    const difference = vector ? (vector[j] as number) - (centre[j] as number) : 0;
    target[offset + j] = difference;
    squares += difference * difference;
  }
  const norm = Math.sqrt(squares);
  if (norm < noDirection) {
    target.fill(0, offset, offset + centre.length);
    return 0;
  }
  for (let j = 0; j < centre.length; j++) target[offset + j] = (target[offset + j] as number) / norm;
  return norm;
}

function standardise(point: Point, { mean, scale }: { mean: number; scale: number }): number {
  return point.vector && scale > noDirection ? (point.cosine - mean) / scale : 0;
}

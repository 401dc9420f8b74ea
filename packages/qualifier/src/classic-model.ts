import { FitWorkspace } from './fit-workspace.ts';
import { posteriorAt, searchTheta } from './gaussian-process.ts';
import { addSquaredDistances, type Theta, thetaBounds } from './kernels.ts';
import { fromRows, leadingColumns, type Matrix, zeros } from './matrix.ts';
import type { DimensionOptimum } from './model-state.ts';
import type { Start } from './optimiser.ts';
import { fitPca, type Pca, project } from './pca.ts';
import type { Posterior } from './posterior.ts';
import { fitScaler, type Scaler, scale } from './scaler.ts';
import { trainingSet } from './training-set.ts';

/** Numbers of principal components to choose from, ascending. */
const dimensionChoices = [2, 4, 6, 10, 15, 20] as const;

/** A pool is widened to doubles a part at a time: as a whole it would take as much memory again, twice over. */
const transformedTogether = 512;

/** Noise variance on the diagonal. */
const alpha = 0.1;

/** Up to this many labels every restart is run even when a previous optimum is known. */
const allRestartsUpTo = 60;

/** Up to this many labels the standard start accompanies a previous optimum. */
const standardStartUpTo = 400;

/**
 * The three random restarts as shares of the log bounds. scikit-learn draws them with the fixed seed
 * 42, so they are the same at every fit: this table is that draw.
 */
const restarts: readonly Theta[] = [
  [0.3745401188473625, 0.9507143064162014],
  [0.7319939418114051, 0.5986584841970366],
  [0.15601864044243652, 0.15599452033620265],
];

/** PCA → scaling → Gaussian process, fitted. */
export interface ClassicModel {
  readonly dims: number;
  readonly posterior: Posterior;
  /** The best hyper-parameters of every number of components tried: the warm start of the next fit. */
  readonly optima: readonly DimensionOptimum[];
  /** Embeddings as the Gaussian process sees them: m × dims. Throws RangeError for other lengths. */
  transform(vectors: readonly Float32Array[]): Matrix;
}

/**
 * Fits the pipeline to n ≥ 2 vectors with 0/1 targets. The number of components is the one of highest
 * log marginal likelihood, the smaller of equals.
 *
 * Starts are scikit-learn's: (ln 1, ln √d) and three fixed restarts. A previous optimum is one start
 * more; above 60 labels it stands in for the restarts, above 400 for the standard start too. That may
 * miss a better optimum elsewhere; it saves half to three quarters of a search whose cost grows with n³.
 */
export function fitClassicModel(
  vectors: readonly Float32Array[],
  targets: Float64Array,
  previous: readonly DimensionOptimum[] = [],
): ClassicModel {
  const n = vectors.length;
  const largest = largestDimension(n, vectors[0]?.length ?? 0);
  const fitting = dimensionChoices.filter((d) => d <= largest);
  const dimensions: readonly number[] = fitting.length > 0 ? fitting : [largest];
  const pipeline = fitPipeline(vectors, Math.max(...dimensions));
  const workspace = new FitWorkspace(n);
  // In one place: each number of components adds to the distances of the one before.
  const distances = zeros(n, n);
  const optima = dimensions.map((dims, i) => {
    const known = previous.find((optimum) => optimum.dims === dims);
    addSquaredDistances(distances, pipeline.scores, dimensions[i - 1] ?? 0, dims);
    const training = { points: leadingColumns(pipeline.scores, dims), distances, targets, alpha };
    const { point, value, inverse } = searchTheta(training, startsFor(dims, n, known), workspace);
    return { dims, theta: point, logMarginalLikelihood: value, inverse };
  });
  const best = optima.reduce((a, b) => (b.logMarginalLikelihood > a.logMarginalLikelihood ? b : a));
  return modelAt(pipeline, targets, best, optima, workspace);
}

/** The pipeline at known hyper-parameters: no search. `dims` must be one of `optima`. */
export function rebuildClassicModel(
  vectors: readonly Float32Array[],
  targets: Float64Array,
  dims: number,
  optima: readonly DimensionOptimum[],
): ClassicModel {
  const chosen = optima.find((optimum) => optimum.dims === dims);
  if (!chosen) throw new RangeError(`no optimum is stored for ${dims} components`);
  const pipeline = fitPipeline(vectors, Math.max(...optima.map((optimum) => optimum.dims)));
  return modelAt(pipeline, targets, chosen, optima, new FitWorkspace(vectors.length));
}

function modelAt(
  pipeline: Pipeline,
  targets: Float64Array,
  { dims, theta }: DimensionOptimum,
  optima: readonly DimensionOptimum[],
  workspace: FitWorkspace,
): ClassicModel {
  const training = trainingSet(leadingColumns(pipeline.scores, dims), targets, alpha);
  return {
    dims,
    optima,
    posterior: posteriorAt(training, theta, workspace),
    transform: (others) => pipeline.transform(others, dims),
  };
}

interface Pipeline {
  /** The training points, scaled: n × count. */
  readonly scores: Matrix;
  transform(vectors: readonly Float32Array[], dims: number): Matrix;
}

/** Components come strongest first, so one fit with the largest number serves every smaller one. */
function fitPipeline(vectors: readonly Float32Array[], count: number): Pipeline {
  const points = fromRows(vectors);
  const pca: Pca = fitPca(points, count);
  const scores = project(pca, points);
  const scaler: Scaler = fitScaler(scores);
  return {
    scores: scale(scaler, scores),
    transform: (others, dims) => {
      const result = zeros(others.length, dims);
      for (let from = 0; from < others.length; from += transformedTogether) {
        const some = project(pca, fromRows(others.slice(from, from + transformedTogether)));
        const part = leadingColumns(scale(scaler, some), dims);
        result.data.set(part.data.subarray(0, part.rows * part.stride), from * result.stride);
      }
      return result;
    },
  };
}

/** n points span at most n − 1 dimensions around their mean. */
function largestDimension(points: number, dimensions: number): number {
  if (points < 2) throw new RangeError(`a fit needs at least 2 labels, got ${points}`);
  return Math.min(points - 1, dimensions);
}

function startsFor(dims: number, labels: number, known: DimensionOptimum | undefined): Start[] {
  const standard: Start = { point: [0, 0.5 * Math.log(dims)] };
  const { low, high } = thetaBounds;
  const random = restarts.map(
    (share): Start => ({ point: [low + share[0] * (high - low), low + share[1] * (high - low)] }),
  );
  if (!known) return [standard, ...random];
  const previous: Start = { point: known.theta, inverse: known.inverse };
  if (labels <= allRestartsUpTo) return [standard, ...random, previous];
  return labels <= standardStartUpTo ? [standard, previous] : [previous];
}

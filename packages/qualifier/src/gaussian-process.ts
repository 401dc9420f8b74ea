import {
  contractGradient,
  covariance,
  covarianceAt,
  describeKernel,
  squaredDistances,
  type Theta,
  thetaBounds,
} from './kernels.ts';
import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  NotPositiveDefinite,
  solveLower,
  solveLowerRows,
  solveLowerTransposed,
} from './linalg.ts';
import { dot, type Matrix, row } from './matrix.ts';
import { type Evaluation, maximise } from './optimiser.ts';

/** Training points (n × d), their squared distances (n × n), their targets, and the noise variance on the diagonal. */
export interface TrainingSet {
  readonly points: Matrix;
  readonly distances: Matrix;
  readonly targets: Float64Array;
  readonly alpha: number;
}

/** A fitted Gaussian process with prior mean 0. */
export interface GaussianProcess {
  readonly theta: Theta;
  readonly logMarginalLikelihood: number;
  /** Posterior means at m × d points. */
  means(points: Matrix): Float64Array;
  /** Posterior means and standard deviations of the latent function (without `alpha`) at m × d points. */
  predict(points: Matrix): Prediction;
  /**
   * The mean at each training point by a process that had not seen its target, at the same
   * hyper-parameters. Source: Rasmussen & Williams 2006, 5.12.
   */
  leaveOneOut(): Float64Array;
}

export interface Prediction {
  readonly means: Float64Array;
  readonly stds: Float64Array;
}

/** `points` is n × d; `targets` has n entries. */
export function trainingSet(points: Matrix, targets: Float64Array, alpha: number): TrainingSet {
  return { points, distances: squaredDistances(points, points), targets, alpha };
}

/**
 * The process at the best hyper-parameters found from `starts`; the first of equals wins, as in
 * scikit-learn. Throws when `starts` is empty or the kernel matrix has no Cholesky factor.
 */
export function fitGaussianProcess(training: TrainingSet, starts: readonly Theta[]): GaussianProcess {
  const optima = starts.map((start) =>
    maximise((theta) => logMarginalLikelihoodAt(training, theta), start, thetaBounds),
  );
  const best = optima.reduce((a, b) => (b.value > a.value ? b : a));
  return gaussianProcessAt(training, best.point);
}

/** The process at given hyper-parameters. Throws when the kernel matrix has no Cholesky factor. */
export function gaussianProcessAt(training: TrainingSet, theta: Theta): GaussianProcess {
  const { factor, weights, logMarginalLikelihood } = unlessSingular(
    () => solve(training, theta),
    (cause) => refuseSingular(training, theta, cause),
  );
  const cross = (points: Matrix): Matrix => covariance(theta, squaredDistances(points, training.points));
  const meansFrom = (kernel: Matrix): Float64Array =>
    Float64Array.from({ length: kernel.rows }, (_, i) => dot(row(kernel, i), weights));
  const prior = covarianceAt(theta, 0);
  return {
    theta,
    logMarginalLikelihood,
    means: (points) => meansFrom(cross(points)),
    predict: (points) => {
      const kernel = cross(points);
      const explained = solveLowerRows(factor, kernel);
      const stds = Float64Array.from({ length: points.rows }, (_, i) => {
        const half = row(explained, i);
        // Rounding can take the variance at a well-known point below zero.
        return Math.sqrt(Math.max(0, prior - dot(half, half)));
      });
      return { means: meansFrom(kernel), stds };
    },
    leaveOneOut: () => {
      const inverse = inverseFromCholesky(factor);
      return training.targets.map(
        (target, i) => target - (weights[i] as number) / (inverse.data[i * inverse.stride + i] as number),
      );
    },
  };
}

/** The log marginal likelihood; on demand its gradient in (ln constant, ln length). Source: Rasmussen & Williams 2006, 2.30 and 5.9. */
export function logMarginalLikelihoodAt(training: TrainingSet, theta: Theta): Evaluation {
  // A search may probe corners where rounding leaves no factor: infinitely unlikely, not an error.
  return unlessSingular<Evaluation>(
    () => evaluate(training, theta),
    () => ({ value: Number.NEGATIVE_INFINITY, gradient: () => [0, 0] }),
  );
}

function evaluate(training: TrainingSet, theta: Theta): Evaluation {
  const { kernel, factor, weights, logMarginalLikelihood } = solve(training, theta);
  return {
    value: logMarginalLikelihood,
    gradient: () => {
      const inverse = inverseFromCholesky(factor);
      const weightAt = (i: number, j: number): number =>
        (weights[i] as number) * (weights[j] as number) - (inverse.data[i * inverse.stride + j] as number);
      return contractGradient(theta, training.distances, kernel, weightAt);
    },
  };
}

/** Throws NotPositiveDefinite. The kernel matrix (without noise), L of kernel + alpha·I, and (kernel + alpha·I)⁻¹·y. */
function solve(
  { distances, targets, alpha }: TrainingSet,
  theta: Theta,
): { kernel: Matrix; factor: Matrix; weights: Float64Array; logMarginalLikelihood: number } {
  const kernel = covariance(theta, distances);
  const factor = factorWithNoise(kernel, alpha);
  const half = solveLower(factor, targets);
  const fit = dot(half, half) + logDeterminant(factor) + kernel.rows * Math.log(2 * Math.PI);
  return { kernel, factor, weights: solveLowerTransposed(factor, half), logMarginalLikelihood: -0.5 * fit };
}

function factorWithNoise(kernel: Matrix, alpha: number): Matrix {
  const noisy = { ...kernel, data: Float64Array.from(kernel.data) };
  for (let i = 0; i < kernel.rows; i++) {
    const at = i * kernel.stride + i;
    noisy.data[at] = (noisy.data[at] as number) + alpha;
  }
  return cholesky(noisy);
}

/** Runs `attempt`; `otherwise` handles a kernel matrix that has no Cholesky factor. */
function unlessSingular<T>(attempt: () => T, otherwise: (cause: NotPositiveDefinite) => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof NotPositiveDefinite) return otherwise(error);
    throw error;
  }
}

function refuseSingular({ points, alpha }: TrainingSet, theta: Theta, cause: NotPositiveDefinite): never {
  throw new Error(
    `The kernel ${describeKernel(theta)} does not give a positive definite matrix of ${points.rows} points. ` +
      `Try increasing alpha (now ${alpha}).`,
    { cause },
  );
}

import type { Solution } from './fit-workspace.ts';
import { covarianceAt, decayOf, squaredDistance, type Theta } from './kernels.ts';
import { type Matrix, row } from './matrix.ts';
import type { TrainingSet } from './training-set.ts';
import type { Kernels } from './wasm/kernel-set.ts';
import { openKernels, paddedSize } from './wasm/kernels.ts';

export interface Prediction {
  readonly means: Float64Array;
  readonly stds: Float64Array;
}

/** Rows that are solved together: enough for the kernels to be fast, few enough to stay in the cache. */
const chunkRows = 128;

/**
 * A Gaussian process with prior mean 0 and fixed hyper-parameters, conditioned on n points. `append`
 * conditions it on one more exactly, in O(n²). Rows of L grow one by one, so they are kept as rows.
 */
export class Posterior {
  readonly theta: Theta;
  /** Of the points it was fitted to, not of those appended. */
  readonly logMarginalLikelihood: number;
  readonly #alpha: number;
  readonly #decay: number;
  readonly #points: Float64Array[] = [];
  /** Row i of L has i + 1 numbers. */
  readonly #factor: Float64Array[] = [];
  readonly #targets: number[];
  /** L⁻¹·y. */
  readonly #half: number[];
  #weights: Float64Array | null = null;

  constructor(theta: Theta, { points, targets, alpha }: Omit<TrainingSet, 'distances'>, solution: Solution) {
    this.theta = theta;
    this.logMarginalLikelihood = solution.logMarginalLikelihood;
    this.#alpha = alpha;
    this.#decay = decayOf(theta);
    this.#targets = [...targets];
    this.#half = [...solution.half];
    for (let i = 0; i < points.rows; i++) {
      this.#points.push(row(points, i).slice());
      this.#factor.push(row(solution.factor, i).slice(0, i + 1));
    }
  }

  /** How many points it is conditioned on. */
  get size(): number {
    return this.#points.length;
  }

  /** The variance before any point. */
  get prior(): number {
    return covarianceAt(this.theta, 0);
  }

  /** Row i of L: i + 1 numbers. */
  factorRow(i: number): Float64Array {
    return this.#factor[i] as Float64Array;
  }

  /** Entry i of L⁻¹·y. */
  half(i: number): number {
    return this.#half[i] as number;
  }

  /** The covariances of point i with m others, given as d arrays of m coordinates, into `target`. */
  covariances(i: number, others: readonly Float64Array[], target: Float64Array): void {
    target.fill(0);
    others.forEach((coordinates, k) => {
      const own = this.#points[i]?.[k] as number;
      for (let c = 0; c < target.length; c++)
        target[c] = (target[c] as number) + (own - (coordinates[c] as number)) ** 2;
    });
    for (let c = 0; c < target.length; c++) {
      target[c] = Math.exp(this.theta[0] + this.#decay * (target[c] as number));
    }
  }

  /** Conditions on one more point of d numbers. */
  append(point: Float64Array, target: number): void {
    const solved = this.#solve(point);
    let [square, rest] = [this.prior + this.#alpha, target];
    for (let i = 0; i < solved.length; i++) {
      square -= (solved[i] as number) ** 2;
      rest -= (solved[i] as number) * (this.#half[i] as number);
    }
    // Alpha is a floor to the exact value; rounding must not take it lower.
    const pivot = Math.sqrt(Math.max(square, this.#alpha));
    this.#points.push(point);
    const row = new Float64Array(solved.length + 1);
    row.set(solved);
    row[solved.length] = pivot;
    this.#factor.push(row);
    this.#targets.push(target);
    this.#half.push(rest / pivot);
    this.#weights = null;
  }

  /** Posterior means at m × d points. */
  means(points: Matrix): Float64Array {
    this.#weights ??= this.#solveTransposed();
    const weights = this.#weights;
    return Float64Array.from({ length: points.rows }, (_, i) => {
      const point = row(points, i);
      let mean = 0;
      for (let j = 0; j < weights.length; j++) {
        mean += (weights[j] as number) * this.#covariance(point, this.#points[j] as Float64Array);
      }
      return mean;
    });
  }

  /** Posterior means and standard deviations of the latent function (without `alpha`) at m × d points. */
  predict(points: Matrix): Prediction {
    const means = new Float64Array(points.rows);
    const stds = new Float64Array(points.rows);
    this.solveAll(points, (i, solved) => {
      let [mean, explained] = [0, 0];
      for (let j = 0; j < solved.length; j++) {
        mean += (solved[j] as number) * (this.#half[j] as number);
        explained += (solved[j] as number) ** 2;
      }
      means[i] = mean;
      // Rounding can take the variance at a well-known point below zero.
      stds[i] = Math.sqrt(Math.max(0, this.prior - explained));
    });
    return { means, stds };
  }

  /** L⁻¹·k of each of m × d points, where k is its covariance with the n points, to `take` (a view, valid during the call). */
  solveAll(points: Matrix, take: (i: number, solved: Float64Array) => void): void {
    if (points.rows < 8) {
      for (let i = 0; i < points.rows; i++) take(i, this.#solve(row(points, i)));
      return;
    }
    const rows = Math.min(points.rows, chunkRows);
    const kernels = openKernels(paddedSize(rows, this.size) + paddedSize(this.size, this.size));
    const factor = this.#factorMatrix(kernels);
    const chunk = kernels.matrix(rows, this.size);
    for (let from = 0; from < points.rows; from += rows) {
      const count = Math.min(rows, points.rows - from);
      for (let i = 0; i < count; i++) this.#fillCovariances(row(chunk, i), row(points, from + i));
      kernels.solveRows(chunk, factor);
      for (let i = 0; i < count; i++) take(from + i, row(chunk, i));
    }
  }

  /**
   * The mean at each of the n points by a process that had not seen its target, at the same
   * hyper-parameters. Source: Rasmussen & Williams 2006, 5.12.
   */
  leaveOneOut(): Float64Array {
    this.#weights ??= this.#solveTransposed();
    const weights = this.#weights;
    const n = this.size;
    const kernels = openKernels(3 * paddedSize(n, n));
    const inverse = kernels.matrix(n, n);
    kernels.invert(inverse, kernels.matrix(n, n), this.#factorMatrix(kernels));
    return Float64Array.from(
      this.#targets,
      (target, i) => target - (weights[i] as number) / (inverse.data[i * inverse.stride + i] as number),
    );
  }

  /** L as a matrix of the kernels, padded with the identity. */
  #factorMatrix(kernels: Kernels): Matrix {
    const factor = kernels.matrix(this.size, this.size);
    this.#factor.forEach((own, i) => {
      factor.data.set(own, i * factor.stride);
    });
    for (let i = factor.rows; i < factor.stride; i++) factor.data[i * factor.stride + i] = 1;
    return factor;
  }

  #covariance(a: Float64Array, b: Float64Array): number {
    return Math.exp(this.theta[0] + this.#decay * squaredDistance(a, b));
  }

  #fillCovariances(target: Float64Array, point: Float64Array): void {
    for (let j = 0; j < target.length; j++)
      target[j] = this.#covariance(point, this.#points[j] as Float64Array);
  }

  /** L⁻¹·k of one point. */
  #solve(point: Float64Array): Float64Array {
    const solved = new Float64Array(this.size);
    this.#fillCovariances(solved, point);
    for (let i = 0; i < solved.length; i++) {
      const own = this.#factor[i] as Float64Array;
      let rest = solved[i] as number;
      for (let k = 0; k < i; k++) rest -= (own[k] as number) * (solved[k] as number);
      solved[i] = rest / (own[i] as number);
    }
    return solved;
  }

  /** L⁻ᵀ·L⁻¹·y. */
  #solveTransposed(): Float64Array {
    const weights = Float64Array.from(this.#half);
    for (let i = this.size - 1; i >= 0; i--) {
      const own = this.#factor[i] as Float64Array;
      const value = (weights[i] as number) / (own[i] as number);
      weights[i] = value;
      for (let k = 0; k < i; k++) weights[k] = (weights[k] as number) - (own[k] as number) * value;
    }
    return weights;
  }
}

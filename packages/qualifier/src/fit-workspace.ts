import { contractGradient, decayOf, fillKernel, type Theta } from './kernels.ts';
import { logDeterminant, solveLower, solveLowerTransposed } from './linalg.ts';
import { type LowRankSolution, solveLowRank } from './low-rank.ts';
import { dot, type Matrix, row, zeros } from './matrix.ts';
import type { Evaluation } from './optimiser.ts';
import { contractScattered, solveScattered } from './scattered.ts';
import type { Kernels } from './wasm/kernel-set.ts';
import { openKernels, paddedSize } from './wasm/kernels.ts';

/** A kernel matrix solved for the targets. `factor` is valid until the workspace solves again. */
export interface Solution {
  /** L of kernel + alpha·I, in the lower triangle. */
  readonly factor: Matrix;
  /** (kernel + alpha·I)⁻¹·y. */
  readonly weights: Float64Array;
  /** L⁻¹·y. */
  readonly half: Float64Array;
  readonly logMarginalLikelihood: number;
}

/** The memory in which n points are fitted: a search evaluates hundreds of n × n matrices in the same place. */
export class FitWorkspace {
  readonly #kernels: Kernels;
  readonly #kernel: Matrix;
  readonly #factor: Matrix;
  readonly #inverse: Matrix;
  readonly #scratch: Matrix;

  constructor(n: number) {
    this.#kernels = openKernels(3 * paddedSize(n, n));
    this.#factor = this.#kernels.matrix(n, n);
    this.#inverse = this.#kernels.matrix(n, n);
    this.#scratch = this.#kernels.matrix(n, n);
    this.#kernel = zeros(n, n);
  }

  /** Throws NotPositiveDefinite. `distances` are squared, n × n. */
  solve(theta: Theta, distances: Matrix, targets: Float64Array, alpha: number): Solution {
    fillKernel(this.#kernel, theta, distances);
    const factor = this.#factor;
    factor.data.set(this.#kernel.data);
    for (let i = 0; i < factor.rows; i++) {
      const at = i * factor.stride + i;
      factor.data[at] = (factor.data[at] as number) + alpha;
    }
    this.#kernels.cholesky(factor);
    const half = solveLower(factor, targets);
    const fit = dot(half, half) + logDeterminant(factor) + factor.rows * Math.log(2 * Math.PI);
    const weights = solveLowerTransposed(factor, half);
    return { factor, half, weights, logMarginalLikelihood: -0.5 * fit };
  }

  /**
   * The log marginal likelihood alone, and its gradient, valid until the workspace is used again. Throws
   * NotPositiveDefinite. Where the kernel matrix has few directions, or falls into small blocks, it is not factored as a whole. Source: Rasmussen & Williams 2006, 2.30 and 5.9.
   */
  evaluate(theta: Theta, distances: Matrix, targets: Float64Array, alpha: number): Evaluation {
    const scattered = solveScattered(theta, distances, targets, alpha);
    if (scattered) {
      return {
        value: scattered.logMarginalLikelihood,
        gradient: () => contractScattered(scattered, theta, distances),
      };
    }
    const { data, stride } = distances;
    const decay = decayOf(theta);
    const kernelAt = (i: number, j: number): number =>
      Math.exp(theta[0] + decay * (data[i * stride + j] as number));
    const low = solveLowRank(kernelAt, targets, alpha);
    if (!low) {
      const { weights, logMarginalLikelihood } = this.solve(theta, distances, targets, alpha);
      return { value: logMarginalLikelihood, gradient: () => this.#gradient(theta, distances, weights) };
    }
    return {
      value: low.logMarginalLikelihood,
      gradient: () => {
        fillKernel(this.#kernel, theta, distances);
        this.#invertLowRank(low, alpha);
        return contractGradient(theta, distances, this.#kernel, low.weights, this.#inverse);
      },
    };
  }

  #gradient(theta: Theta, distances: Matrix, weights: Float64Array): [number, number] {
    this.#kernels.invert(this.#inverse, this.#scratch, this.#factor);
    return contractGradient(theta, distances, this.#kernel, weights, this.#inverse);
  }

  /** (I − H·Hᵀ) / alpha. */
  #invertLowRank({ whitened }: LowRankSolution, alpha: number): void {
    const inverse = this.#inverse;
    const rows = Array.from({ length: whitened.rows }, (_, i) => row(whitened, i));
    for (let i = 0; i < inverse.rows; i++) {
      for (let j = 0; j <= i; j++) {
        const product = dot(rows[i] as Float64Array, rows[j] as Float64Array);
        inverse.data[i * inverse.stride + j] = (Number(i === j) - product) / alpha;
      }
    }
  }
}

import { contractGradient, fillKernel, type Theta } from './kernels.ts';
import { logDeterminant, solveLower, solveLowerTransposed } from './linalg.ts';
import { dot, type Matrix, zeros } from './matrix.ts';
import { type Kernels, openKernels, paddedSize } from './wasm/kernels.ts';

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

  /** The gradient of the log marginal likelihood at the last solution. */
  gradient(theta: Theta, distances: Matrix, { factor, weights }: Solution): [number, number] {
    this.#kernels.invert(this.#inverse, this.#scratch, factor);
    return contractGradient(theta, distances, this.#kernel, weights, this.#inverse);
  }
}

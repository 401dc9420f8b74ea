import { logDeterminant, solveLower, solveLowerTransposed } from '../linalg.ts';
import { dot, fromRows, type Matrix, row, zeros } from '../matrix.ts';
import {
  addCombination,
  factorOfGram,
  multiplyVector,
  productNorms,
  solvedNorms,
  solveRows,
  transpose,
} from './kernels.ts';

/**
 * The inverse of diag(1/s) + Xᵀ·diag(w)·X, which is never formed. With Z = diag(√w)·X·diag(√s) it is held as
 * the smaller of two Cholesky factors, each of which always exists: of few points that of I + Z·Zᵀ (n × n),
 * of many that of I + Zᵀ·Z (d × d).
 */
export class Covariance {
  readonly #variances: Float64Array;
  readonly #roots: Float64Array;
  readonly #factor: Factor;
  /** Vectors v whose v·vᵀ has been taken away since. */
  readonly #removed: Float64Array[] = [];
  /** ln det(I + diag(s)·Xᵀ·diag(w)·X). */
  readonly logDeterminant: number;

  /** `points` is n × d; `weights` has n entries ≥ 0, the prior `variances` d entries > 0. */
  constructor(points: Matrix, weights: Float64Array, variances: Float64Array) {
    this.#variances = variances;
    this.#roots = variances.map(Math.sqrt);
    const scaled = scaleRows(scaleColumns(points, this.#roots), weights);
    if (2 * points.rows < points.cols) {
      const lower = factorOfGram(scaled);
      const half = transpose(solveRows(lower, transpose(scaled)));
      this.#factor = { of: 'points', explained: scaleColumns(half, this.#roots) };
      this.logDeterminant = logDeterminant(lower);
    } else {
      const lower = factorOfGram(transpose(scaled));
      this.#factor = { of: 'features', lower };
      this.logDeterminant = logDeterminant(lower);
    }
  }

  /** Σ·x. */
  multiply(x: Float64Array): Float64Array {
    const product =
      this.#factor.of === 'points'
        ? this.#lessExplained(this.#factor.explained, x)
        : this.#solve(this.#factor.lower, x);
    for (const removed of this.#removed) {
      const share = dot(removed, x);
      for (let j = 0; j < product.length; j++)
        product[j] = (product[j] as number) - share * (removed[j] as number);
    }
    return product;
  }

  /** pᵀ·Σ·p for every row p of m × d points; never negative. */
  quadratics(points: Matrix): Float64Array {
    const gone = this.#removed.length > 0 ? productNorms(fromRows(this.#removed), points) : null;
    return this.#quadraticsBefore(points).map((value, i) => Math.max(0, value - (gone?.[i] ?? 0)));
  }

  /** Takes factor · direction·directionᵀ away. */
  remove(direction: Float64Array, factor: number): void {
    const root = Math.sqrt(factor);
    this.#removed.push(direction.map((value) => value * root));
  }

  #quadraticsBefore(points: Matrix): Float64Array {
    if (this.#factor.of === 'features') {
      return solvedNorms(this.#factor.lower, scaleColumns(points, this.#roots));
    }
    const explained = productNorms(this.#factor.explained, points);
    return explained.map((norm, i) => {
      const point = row(points, i);
      let sum = 0;
      for (let j = 0; j < point.length; j++)
        sum += (this.#variances[j] as number) * (point[j] as number) ** 2;
      return sum - norm;
    });
  }

  #lessExplained(explained: Matrix, x: Float64Array): Float64Array {
    const inner = new Float64Array(explained.rows);
    multiplyVector(explained, x, inner);
    const product = x.map((value, j) => value * (this.#variances[j] as number));
    addCombination(
      explained,
      inner.map((value) => -value),
      product,
    );
    return product;
  }

  #solve(lower: Matrix, x: Float64Array): Float64Array {
    const scaled = x.map((value, j) => value * (this.#roots[j] as number));
    const solved = solveLowerTransposed(lower, solveLower(lower, scaled));
    return solved.map((value, j) => value * (this.#roots[j] as number));
  }
}

/** Of points: E (n × d) with Σ = diag(s) − Eᵀ·E. Of features: L with Σ = diag(√s)·L⁻ᵀ·L⁻¹·diag(√s). */
type Factor =
  | { readonly of: 'points'; readonly explained: Matrix }
  | { readonly of: 'features'; readonly lower: Matrix };

/** diag(√w)·A, in place. */
function scaleRows(a: Matrix, weights: Float64Array): Matrix {
  for (let i = 0; i < a.rows; i++) {
    const root = Math.sqrt(weights[i] as number);
    for (let k = i * a.stride; k < (i + 1) * a.stride; k++) a.data[k] = (a.data[k] as number) * root;
  }
  return a;
}

/** A·diag(factors), copied. */
function scaleColumns(a: Matrix, factors: Float64Array): Matrix {
  const scaled = zeros(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) {
    const at = i * a.stride;
    for (let j = 0; j < a.cols; j++)
      scaled.data[at + j] = (a.data[at + j] as number) * (factors[j] as number);
  }
  return scaled;
}

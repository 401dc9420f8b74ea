import { logDeterminant, solveLower, solveLowerTransposed } from '../linalg.ts';
import { dot, fromRows, type Matrix, row } from '../matrix.ts';
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
 * The inverse of diag(1/s) + Xᵀ·diag(w)·X, which is never formed. It is held as the smaller of two Cholesky
 * factors, each of which always exists: of few points that of I + Z·Zᵀ (n × n), where Z = diag(√w)·X·diag(√s),
 * of many that of the sum itself (d × d).
 */
export class Covariance {
  readonly #variances: Float64Array;
  readonly #factor: Factor;
  /** Vectors v whose v·vᵀ has been taken away since. */
  readonly #removed: Float64Array[] = [];
  /** ln det(I + diag(s)·Xᵀ·diag(w)·X). */
  readonly logDeterminant: number;

  /** `points` is n × d; `weights` has n entries ≥ 0, the prior `variances` d entries > 0. */
  constructor(points: Matrix, weights: Float64Array, variances: Float64Array) {
    this.#variances = variances;
    const half = transpose(points, weights.map(Math.sqrt));
    if (2 * points.rows < points.cols) {
      const roots = variances.map(Math.sqrt);
      const scaled = scaleRows(half, roots);
      const lower = factorOfGram(transpose(scaled), new Float64Array(points.rows).fill(1));
      const solved = scaleRows(solveRows(lower, scaled), roots);
      this.#factor = { of: 'points', explained: transpose(solved) };
      this.logDeterminant = logDeterminant(lower);
    } else {
      const lower = factorOfGram(
        half,
        variances.map((variance) => 1 / variance),
      );
      this.#factor = { of: 'features', lower };
      const prior = variances.reduce((sum, variance) => sum + Math.log(variance), 0);
      this.logDeterminant = logDeterminant(lower) + prior;
    }
  }

  /** Σ·x. */
  multiply(x: Float64Array): Float64Array {
    const product =
      this.#factor.of === 'points'
        ? this.#lessExplained(this.#factor.explained, x)
        : solveLowerTransposed(this.#factor.lower, solveLower(this.#factor.lower, x));
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
    if (this.#factor.of === 'features') return solvedNorms(this.#factor.lower, points);
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
}

/** Of points: E (n × d) with Σ = diag(s) − Eᵀ·E. Of features: L with Σ = L⁻ᵀ·L⁻¹. */
type Factor =
  | { readonly of: 'points'; readonly explained: Matrix }
  | { readonly of: 'features'; readonly lower: Matrix };

/** diag(factors)·A, in place. */
function scaleRows(a: Matrix, factors: Float64Array): Matrix {
  for (let i = 0; i < a.rows; i++) {
    const factor = factors[i] as number;
    for (let k = i * a.stride; k < (i + 1) * a.stride; k++) a.data[k] = (a.data[k] as number) * factor;
  }
  return a;
}

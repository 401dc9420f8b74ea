import { cholesky, logDeterminant, solveLowerRows, transposedInverse } from '../linalg.ts';
import { dot, fromRows, type Matrix, row, zeros } from '../matrix.ts';
import { addCombination, gram, multiplyVector, squaredNorms, transpose } from './kernels.ts';

/**
 * The inverse of diag(1/s) + Xᵀ·diag(w)·X, which is never formed. It is held as a factor F, from whichever of
 * two Cholesky factorisations is smaller: of few points (n × n) as diag(s) − FᵀF, of many (d × d) as FᵀF.
 */
export class Covariance {
  readonly #variances: Float64Array;
  readonly #factor: Matrix;
  readonly #ofPoints: boolean;
  /** Vectors v whose v·vᵀ has been taken away since. */
  readonly #removed: Float64Array[] = [];
  /** ln det(I + diag(s)·Xᵀ·diag(w)·X). */
  readonly logDeterminant: number;

  /** `points` is n × d; `weights` has n entries ≥ 0, the prior `variances` d entries > 0. */
  constructor(points: Matrix, weights: Float64Array, variances: Float64Array) {
    const scaled = scale(points, weights, variances);
    this.#variances = variances;
    this.#ofPoints = 2 * points.rows < points.cols;
    const side = this.#ofPoints ? scaled : transpose(scaled);
    // The identity on the diagonal: whatever the points are, there is a factor.
    const lower = cholesky(plusIdentity(gram(side)));
    this.logDeterminant = logDeterminant(lower);
    const factor = this.#ofPoints ? solveLowerRows(lower, transpose(scaled)) : transposedInverse(lower);
    this.#factor = scaleColumns(transpose(factor), variances);
  }

  /** Σ·x. */
  multiply(x: Float64Array): Float64Array {
    const inner = new Float64Array(this.#factor.rows);
    multiplyVector(this.#factor, x, inner);
    const product = new Float64Array(this.#variances.length);
    if (this.#ofPoints) {
      addCombination(this.#factor, inner.map(negate), product);
      for (let j = 0; j < product.length; j++)
        product[j] = (product[j] as number) + (this.#variances[j] as number) * (x[j] as number);
    } else addCombination(this.#factor, inner, product);
    for (const removed of this.#removed) {
      const share = dot(removed, x);
      for (let j = 0; j < product.length; j++)
        product[j] = (product[j] as number) - share * (removed[j] as number);
    }
    return product;
  }

  /** pᵀ·Σ·p for every row p of m × d points; never negative. */
  quadratics(points: Matrix): Float64Array {
    const norms = squaredNorms(this.#factor, points, !this.#ofPoints);
    const gone = this.#removed.length > 0 ? squaredNorms(fromRows(this.#removed), points, false) : null;
    return norms.map((norm, i) => {
      const known = this.#ofPoints ? this.#priorQuadratic(row(points, i)) - norm : norm;
      return Math.max(0, known - (gone?.[i] ?? 0));
    });
  }

  /** Takes factor · direction·directionᵀ away. */
  remove(direction: Float64Array, factor: number): void {
    const root = Math.sqrt(factor);
    this.#removed.push(direction.map((value) => value * root));
  }

  #priorQuadratic(point: Float64Array): number {
    let sum = 0;
    for (let j = 0; j < point.length; j++) sum += (this.#variances[j] as number) * (point[j] as number) ** 2;
    return sum;
  }
}

/** diag(√w) · X · diag(√s). */
function scale(points: Matrix, weights: Float64Array, variances: Float64Array): Matrix {
  const scaled = scaleColumns(points, variances);
  for (let i = 0; i < points.rows; i++) {
    const root = Math.sqrt(weights[i] as number);
    const values = row(scaled, i);
    for (let j = 0; j < values.length; j++) values[j] = (values[j] as number) * root;
  }
  return scaled;
}

/** A · diag(√s), copied. */
function scaleColumns(a: Matrix, variances: Float64Array): Matrix {
  const scaled = zeros(a.rows, a.cols);
  const roots = variances.map(Math.sqrt);
  for (let i = 0; i < a.rows; i++) {
    const at = i * a.stride;
    for (let j = 0; j < a.cols; j++) scaled.data[at + j] = (a.data[at + j] as number) * (roots[j] as number);
  }
  return scaled;
}

function plusIdentity(a: Matrix): Matrix {
  for (let i = 0; i < a.rows; i++) {
    const at = i * a.stride + i;
    a.data[at] = (a.data[at] as number) + 1;
  }
  return a;
}

function negate(value: number): number {
  return -value;
}

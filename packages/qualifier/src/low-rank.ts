import { cholesky, logDeterminant, solveLower, solveLowerRows, solveLowerTransposed } from './linalg.ts';
import { dot, type Matrix, row, zeros } from './matrix.ts';

/** More would cost more than the dense way saves. */
const mostRank = 40;
/** What is left of the prior variance where a kernel matrix is given up to rounding. */
const roundingShare = 1e-15;

/** (K + alpha·I) by a factor of K that has few columns: K = F·Fᵀ up to rounding. */
export interface LowRankSolution {
  readonly weights: Float64Array;
  readonly logMarginalLikelihood: number;
  /** H (n × r), with which the inverse is (I − H·Hᵀ) / alpha. */
  readonly whitened: Matrix;
}

/**
 * Solves a kernel matrix of low rank in O(n·r²), as any is whose length scale is much larger than the
 * distances: two of scikit-learn's four starts are there. Null when the rank is above 40, or alpha is zero. By pivoted
 * Cholesky and the matrix inversion lemma; differs from the dense way by rounding alone.
 */
export function solveLowRank(
  kernelAt: (i: number, j: number) => number,
  targets: Float64Array,
  alpha: number,
): LowRankSolution | null {
  const factor = alpha > 0 ? factorLowRank(kernelAt, targets.length) : null;
  if (!factor) return null;
  const [n, rank] = [factor.rows, factor.cols];
  const inner = cholesky(innerMatrix(factor, alpha));
  const projected = Float64Array.from({ length: rank }, (_, k) => columnDot(factor, k, targets));
  const inside = solveLowerTransposed(inner, solveLower(inner, projected));
  const weights = targets.map((target, i) => (target - dot(row(factor, i), inside)) / alpha);
  const logDet = (n - rank) * Math.log(alpha) + logDeterminant(inner);
  const fit = dot(targets, weights) + logDet + n * Math.log(2 * Math.PI);
  return { weights, logMarginalLikelihood: -0.5 * fit, whitened: solveLowerRows(inner, factor) };
}

/** F (n × r) by Cholesky steps, each on the point that is explained least. */
function factorLowRank(kernelAt: (i: number, j: number) => number, n: number): Matrix | null {
  const factor = zeros(n, Math.min(n, mostRank));
  const rest = Float64Array.from({ length: n }, (_, i) => kernelAt(i, i));
  const enough = roundingShare * (rest[0] as number);
  for (let k = 0; k <= factor.cols; k++) {
    const pivot = rest.indexOf(rest.reduce((a, b) => Math.max(a, b)));
    if (!((rest[pivot] as number) > enough)) return narrowed(factor, k);
    if (k === factor.cols) return null;
    const root = Math.sqrt(rest[pivot] as number);
    const own = row(factor, pivot).slice(0, k);
    for (let i = 0; i < n; i++) {
      const value = i === pivot ? root : (kernelAt(i, pivot) - dot(own, row(factor, i))) / root;
      factor.data[i * factor.stride + k] = value;
      rest[i] = i === pivot ? 0 : (rest[i] as number) - value * value;
    }
  }
  return null;
}

function narrowed(factor: Matrix, rank: number): Matrix {
  const narrow = zeros(factor.rows, rank);
  for (let i = 0; i < factor.rows; i++) {
    narrow.data.set(row(factor, i).subarray(0, rank), i * narrow.stride);
  }
  return narrow;
}

/** alpha·I + Fᵀ·F. */
function innerMatrix(factor: Matrix, alpha: number): Matrix {
  const inner = zeros(factor.cols, factor.cols);
  for (let k = 0; k < factor.cols; k++) {
    const column = Float64Array.from(
      { length: factor.rows },
      (_, i) => factor.data[i * factor.stride + k] as number,
    );
    for (let j = 0; j <= k; j++) {
      inner.data[k * inner.stride + j] = columnDot(factor, j, column) + (j === k ? alpha : 0);
    }
  }
  return inner;
}

function columnDot({ data, stride, rows }: Matrix, k: number, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += (data[i * stride + k] as number) * (other[i] as number);
  return sum;
}

import { type Matrix, TILE, zeros } from '../matrix.ts';
import { paddedSize } from '../wasm/kernels.ts';
import { openWorkspace, rowsOf } from './workspace.ts';

/** Rows of a symmetric product multiplied at once: little beyond the triangle. */
const triangleRows = 32;

/** Rows of many points worked on at once: what fits the cache. */
export const blockRows = 256;

/** The lower Cholesky factor of diag(diagonal) + A·Aᵀ (n × n). There is one where the diagonal is positive. */
export function factorOfGram(a: Matrix, diagonal: Float64Array): Matrix {
  const { kernels, matrix, copy } = openWorkspace(paddedSize(a.rows, a.cols) + paddedSize(a.rows, a.rows));
  const [own, gram] = [copy(a), matrix(a.rows, a.rows)];
  for (let from = 0; from < a.rows; from += triangleRows) {
    const block = rowsOf(own, from, triangleRows);
    const left = { ...rowsOf(gram, from, block.rows), cols: from + block.rows };
    kernels.subtractProduct(left, block, rowsOf(own, 0, from + block.rows));
  }
  const { data, stride } = gram;
  for (let i = 0; i < data.length; i++) data[i] = -(data[i] as number);
  for (let i = 0; i < a.rows; i++) {
    data[i * stride + i] = (data[i * stride + i] as number) + (diagonal[i] as number);
  }
  kernels.cholesky(gram);
  return lowerTriangle(gram);
}

/** Solves L·xᵢ = bᵢ for every row bᵢ of `rhs` (m × n). Returns the xᵢ as rows. */
export function solveRows(factor: Matrix, rhs: Matrix): Matrix {
  const { kernels, copy } = openWorkspace(
    paddedSize(rhs.rows, rhs.cols) + paddedSize(factor.rows, factor.cols),
  );
  const [lower, solution] = [copy(factor), copy(rhs)];
  kernels.solveRows(solution, lower);
  return { ...rhs, data: solution.data.slice() };
}

/** |L⁻¹·pᵢ|² for every row pᵢ of m × n points. */
export function solvedNorms(factor: Matrix, points: Matrix): Float64Array {
  const size = paddedSize(factor.rows, factor.cols) + paddedSize(blockRows, points.cols);
  const { kernels, matrix, copy } = openWorkspace(size);
  const [lower, room] = [copy(factor), matrix(blockRows, points.cols)];
  return overBlocks(points, (block) => {
    const own = rowsOf(room, 0, block.rows);
    own.data.set(block.data);
    kernels.solveRows(own, lower);
    return own;
  });
}

/** |A·pᵢ|² for every row pᵢ of m × d points, where A is r × d. */
export function productNorms(a: Matrix, points: Matrix): Float64Array {
  const blocks = paddedSize(blockRows, points.cols) + paddedSize(blockRows, a.rows);
  const { kernels, matrix, copy } = openWorkspace(paddedSize(a.rows, a.cols) + blocks);
  const [own, room] = [copy(a), matrix(blockRows, points.cols)];
  const products = matrix(blockRows, a.rows);
  return overBlocks(points, (block) => {
    const [given, result] = [rowsOf(room, 0, block.rows), rowsOf(products, 0, block.rows)];
    given.data.set(block.data);
    result.data.fill(0);
    kernels.subtractProduct(result, given, own);
    return result;
  });
}

/** A·x: one dot product for each row, written to `target`. */
export function multiplyVector(a: Matrix, x: Float64Array, target: Float64Array): void {
  const { data, stride, rows, cols } = a;
  // Four rows share each load of x; rows beyond the last are padding and are dropped by `target`.
  for (let i = 0; i < rows; i += TILE) {
    const a0 = i * stride;
    const a1 = a0 + stride;
    const a2 = a1 + stride;
    const a3 = a2 + stride;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0; k < cols; k++) {
      const value = x[k] as number;
      s0 += (data[a0 + k] as number) * value;
      s1 += (data[a1 + k] as number) * value;
      s2 += (data[a2 + k] as number) * value;
      s3 += (data[a3 + k] as number) * value;
    }
    target[i] = s0;
    if (i + 1 < rows) target[i + 1] = s1;
    if (i + 2 < rows) target[i + 2] = s2;
    if (i + 3 < rows) target[i + 3] = s3;
  }
}

/** Adds Aᵀ·w, the combination of the rows with these weights, to `target`. */
export function addCombination(a: Matrix, weights: Float64Array, target: Float64Array): void {
  const { data, stride, cols } = a;
  for (let i = 0; i < a.rows; i += TILE) {
    const a0 = i * stride;
    const a1 = a0 + stride;
    const a2 = a1 + stride;
    const a3 = a2 + stride;
    const w0 = weights[i] ?? 0;
    const w1 = weights[i + 1] ?? 0;
    const w2 = weights[i + 2] ?? 0;
    const w3 = weights[i + 3] ?? 0;
    for (let k = 0; k < cols; k++) {
      target[k] =
        (target[k] as number) +
        (data[a0 + k] as number) * w0 +
        (data[a1 + k] as number) * w1 +
        (data[a2 + k] as number) * w2 +
        (data[a3 + k] as number) * w3;
    }
  }
}

/** (diag(factors)·A)ᵀ; without factors Aᵀ. */
export function transpose(a: Matrix, factors?: Float64Array): Matrix {
  const result = zeros(a.cols, a.rows);
  const [from, to, across, down] = [a.data, result.data, a.stride, result.stride];
  // Four rows at a time: what is written lies side by side.
  for (let i = 0; i < a.rows; i += TILE) {
    const [f0, f1, f2, f3] = factors
      ? [factors[i] ?? 0, factors[i + 1] ?? 0, factors[i + 2] ?? 0, factors[i + 3] ?? 0]
      : [1, 1, 1, 1];
    for (let j = 0; j < a.cols; j++) {
      const [own, at] = [i * across + j, j * down + i];
      to[at] = (from[own] as number) * f0;
      to[at + 1] = (from[own + across] as number) * f1;
      to[at + 2] = (from[own + 2 * across] as number) * f2;
      to[at + 3] = (from[own + 3 * across] as number) * f3;
    }
  }
  return result;
}

/** The squared lengths of the rows that `transform` makes of the points, a block at a time. */
function overBlocks(points: Matrix, transform: (block: Matrix) => Matrix): Float64Array {
  const norms = new Float64Array(points.rows);
  for (let from = 0; from < points.rows; from += blockRows) {
    const { data, stride, rows } = transform(rowsOf(points, from, blockRows));
    for (let i = 0; i < rows; i++) {
      let squares = 0;
      for (let k = i * stride; k < (i + 1) * stride; k++) squares += (data[k] as number) ** 2;
      norms[from + i] = squares;
    }
  }
  return norms;
}

/** With the identity that pads a factor. */
function lowerTriangle(a: Matrix): Matrix {
  const lower = zeros(a.rows, a.cols);
  for (let i = 0; i < a.stride; i++) {
    const at = i * a.stride;
    lower.data.set(a.data.subarray(at, at + i + 1), at);
  }
  return lower;
}

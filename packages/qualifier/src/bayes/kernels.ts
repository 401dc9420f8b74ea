import { type Matrix, TILE, zeros } from '../matrix.ts';
import { multiplyRows, tileSums } from '../tile.ts';

/** A·Aᵀ: the dot products of all rows with each other. Only the lower triangle is filled. */
export function gram(a: Matrix): Matrix {
  const result = zeros(a.rows, a.rows);
  const sums = tileSums();
  for (let i = 0; i < a.rows; i += TILE) {
    for (let j = 0; j <= i; j += TILE) {
      multiplyRows(sums, a, i, a, j, 0, a.stride);
      for (let r = 0; r < TILE; r++) {
        for (let c = 0; c < TILE; c++)
          result.data[(i + r) * result.stride + j + c] = sums[r * TILE + c] as number;
      }
    }
  }
  return result;
}

/**
 * |F·pᵢ|² for every row pᵢ of `points`, where F is r × d and the points are m × d. Of a lower
 * triangular F only the triangle is read.
 */
export function squaredNorms(factor: Matrix, points: Matrix, lowerTriangular: boolean): Float64Array {
  const norms = new Float64Array(points.rows);
  const sums = tileSums();
  for (let j = 0; j < factor.rows; j += TILE) {
    const to = lowerTriangular ? j + TILE : factor.stride;
    for (let i = 0; i < points.rows; i += TILE) {
      multiplyRows(sums, points, i, factor, j, 0, to);
      for (let r = 0; r < TILE && i + r < points.rows; r++) {
        let squares = 0;
        for (let c = 0; c < TILE; c++) squares += (sums[r * TILE + c] as number) ** 2;
        norms[i + r] = (norms[i + r] as number) + squares;
      }
    }
  }
  return norms;
}

/** A·x: one dot product for each of the first `rows` rows, written to `target`. */
export function multiplyVector(a: Matrix, x: Float64Array, target: Float64Array, rows = a.rows): void {
  const { data, stride, cols } = a;
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

/** Aᵀ. */
export function transpose(a: Matrix): Matrix {
  const result = zeros(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) result.data[j * result.stride + i] = a.data[i * a.stride + j] as number;
  }
  return result;
}

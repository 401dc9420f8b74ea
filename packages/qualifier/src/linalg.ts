import type { Matrix } from './matrix.ts';
import { TILE, zeros } from './matrix.ts';
import { NotPositiveDefinite } from './not-positive-definite.ts';
import { multiplyRows, type TileSums, tileSums } from './tile.ts';

/**
 * The lower factor L of a symmetric positive definite n × n matrix, A = L·Lᵀ. Only the lower triangle
 * of A is read. Padding rows become rows of the identity, so that solves may run over whole tiles.
 * Throws NotPositiveDefinite.
 */
export function cholesky(a: Matrix): Matrix {
  const factor = zeros(a.rows, a.rows);
  factor.data.set(a.data);
  padWithIdentity(factor);
  const sums = tileSums();
  for (let i = 0; i < factor.stride; i += TILE) {
    for (let j = 0; j < i; j += TILE) solveTile(factor, i, factor, j, sums);
    factorDiagonalTile(factor, i, sums);
  }
  return factor;
}

/** Solves L·xᵢ = bᵢ for every row bᵢ of `rhs` (m × n). Returns the xᵢ as rows (m × n). */
export function solveLowerRows(factor: Matrix, rhs: Matrix): Matrix {
  const solution: Matrix = { ...rhs, data: Float64Array.from(rhs.data) };
  const sums = tileSums();
  for (let i = 0; i < rhs.rows; i += TILE) {
    for (let j = 0; j < factor.stride; j += TILE) solveTile(solution, i, factor, j, sums);
  }
  return solution;
}

/** Solves L·x = b. */
export function solveLower(factor: Matrix, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(factor.rows);
  const { data, stride } = factor;
  for (let i = 0; i < factor.rows; i++) {
    let rest = b[i] as number;
    for (let k = 0; k < i; k++) rest -= (data[i * stride + k] as number) * (x[k] as number);
    x[i] = rest / (data[i * stride + i] as number);
  }
  return x;
}

/** Solves Lᵀ·x = b. */
export function solveLowerTransposed(factor: Matrix, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from({ length: factor.rows }, (_, i) => b[i] as number);
  const { data, stride } = factor;
  for (let i = factor.rows - 1; i >= 0; i--) {
    const value = (x[i] as number) / (data[i * stride + i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (data[i * stride + k] as number) * value;
  }
  return x;
}

/** (L·Lᵀ)⁻¹. Only the lower triangle of the result (n × n) is filled. */
export function inverseFromCholesky(factor: Matrix): Matrix {
  const transposed = transposedInverse(factor);
  const inverse = zeros(factor.rows, factor.rows);
  const sums = tileSums();
  for (let i = 0; i < inverse.stride; i += TILE) {
    for (let j = 0; j <= i; j += TILE) {
      multiplyRows(sums, transposed, i, transposed, j, i, inverse.stride);
      for (let r = 0; r < TILE; r++) {
        inverse.data.set(sums.subarray(r * TILE, r * TILE + TILE), (i + r) * inverse.stride + j);
      }
    }
  }
  return inverse;
}

/** ln det(L·Lᵀ). */
export function logDeterminant(factor: Matrix): number {
  let sum = 0;
  for (let i = 0; i < factor.rows; i++) sum += Math.log(factor.data[i * factor.stride + i] as number);
  return 2 * sum;
}

/** (L⁻¹)ᵀ, upper triangular: stored transposed, so that every product above runs along rows. */
function transposedInverse(factor: Matrix): Matrix {
  const identity = zeros(factor.rows, factor.rows);
  for (let i = 0; i < identity.stride; i++) identity.data[i * identity.stride + i] = 1;
  const sums = tileSums();
  // Row i starts with i zeros, which stay zero.
  for (let i = 0; i < identity.stride; i += TILE) {
    for (let j = i; j < identity.stride; j += TILE) solveTile(identity, i, factor, j, sums, i);
  }
  return identity;
}

/**
 * Forward substitution of columns j … j+TILE−1 for rows i … i+TILE−1 of `x`, in place. Columns
 * before j are solved already; those before `from` are known to be zero.
 */
function solveTile(x: Matrix, i: number, factor: Matrix, j: number, sums: TileSums, from = 0): void {
  multiplyRows(sums, x, i, factor, j, from, j);
  const [values, lower] = [x.data, factor.data];
  for (let r = 0; r < TILE; r++) {
    const own = (i + r) * x.stride + j;
    for (let c = 0; c < TILE; c++) {
      const pivotRow = (j + c) * factor.stride + j;
      let rest = (values[own + c] as number) - (sums[r * TILE + c] as number);
      for (let k = 0; k < c; k++) rest -= (values[own + k] as number) * (lower[pivotRow + k] as number);
      values[own + c] = rest / (lower[pivotRow + c] as number);
    }
  }
}

/** The Cholesky factor of the TILE × TILE block at (i, i), given all columns before it; clears what lies above. */
function factorDiagonalTile(factor: Matrix, i: number, sums: TileSums): void {
  multiplyRows(sums, factor, i, factor, i, 0, i);
  const { data, stride } = factor;
  for (let r = 0; r < TILE; r++) {
    const own = (i + r) * stride;
    for (let c = 0; c <= r; c++) {
      const other = (i + c) * stride;
      let rest = (data[own + i + c] as number) - (sums[r * TILE + c] as number);
      for (let k = i; k < i + c; k++) rest -= (data[own + k] as number) * (data[other + k] as number);
      if (c < r) data[own + i + c] = rest / (data[other + i + c] as number);
      else if (rest > 0) data[own + i + c] = Math.sqrt(rest);
      else throw new NotPositiveDefinite(i + r);
    }
    data.fill(0, own + i + r + 1, own + stride);
  }
}

function padWithIdentity(matrix: Matrix): void {
  const { data, rows, stride } = matrix;
  for (let i = 0; i < rows; i++) data.fill(0, i * stride + rows, (i + 1) * stride);
  data.fill(0, rows * stride);
  for (let i = rows; i < stride; i++) data[i * stride + i] = 1;
}

import type { Matrix } from '../matrix.ts';

/**
 * The O(n³) steps, on matrices of their own memory. All work in place, only on lower triangles where a matrix is
 * symmetric or triangular, and leave anything above the diagonal.
 */
export interface Kernels {
  /** Zeros in the memory of these kernels. Throws RangeError when it is used up. */
  matrix(rows: number, cols: number): Matrix;
  /** Replaces a symmetric positive definite n × n matrix by its lower factor. Throws NotPositiveDefinite. */
  cholesky(a: Matrix): void;
  /** Sets `inverse` to (L·Lᵀ)⁻¹. `scratch` is overwritten. All are n × n. */
  invert(inverse: Matrix, scratch: Matrix, factor: Matrix): void;
  /** Solves L·xᵢ = bᵢ for every row bᵢ of an m × n matrix. */
  solveRows(x: Matrix, factor: Matrix): void;
  /** C −= A·Bᵀ: m × n, m × k, n × k. */
  subtractProduct(c: Matrix, a: Matrix, b: Matrix): void;
}

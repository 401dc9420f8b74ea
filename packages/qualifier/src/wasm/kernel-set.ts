import type { Matrix } from '../matrix.ts';

/** A matrix of singles, laid out like one of doubles. */
export interface Singles {
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
  readonly data: Float32Array;
}

/**
 * The dear steps, on matrices of their own memory. All work in place, only on lower triangles where a matrix is
 * symmetric or triangular, and leave anything above the diagonal.
 */
export interface Kernels {
  /** Zeros in the memory of these kernels. Throws RangeError when it is used up. */
  matrix(rows: number, cols: number): Matrix;
  /** The same of singles, which takes half the room. */
  singles(rows: number, cols: number): Singles;
  /** Replaces a symmetric positive definite n × n matrix by its lower factor. Throws NotPositiveDefinite. */
  cholesky(a: Matrix): void;
  /** Sets `inverse` to (L·Lᵀ)⁻¹. `scratch` is overwritten. All are n × n. */
  invert(inverse: Matrix, scratch: Matrix, factor: Matrix): void;
  /** Solves L·xᵢ = bᵢ for every row bᵢ of an m × n matrix. */
  solveRows(x: Matrix, factor: Matrix): void;
  /** C −= A·Bᵀ: m × n, m × k, n × k. */
  subtractProduct(c: Matrix, a: Matrix, b: Matrix): void;
  /** y = A·x over the first `rows` rows of m × n singles, in doubles: y is 1 × m, x is 1 × n. What follows in y is undefined. */
  multiplySingles(y: Matrix, a: Singles, x: Matrix, rows: number): void;
}

import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { dot, type Matrix, row, zeros } from './matrix.ts';
import type { Kernels } from './wasm/kernel-set.ts';
import { openKernels, paddedSize } from './wasm/kernels.ts';

/** Directions that are followed for each that is wanted: the more, the fewer rounds. */
const followed = 3;
/** Rounds before it is given up; neighbours that differ by a tenth need some hundred. */
const mostRounds = 60;
/** What is left of A·v − λ·v beside the largest λ: rounding. */
const tolerance = 2e-14;

export interface Eigen {
  /** Unit vectors as rows, strongest first. */
  readonly vectors: Matrix;
  /** Descending; those that are rounding noise are 0. */
  readonly values: readonly number[];
}

/** The `count` largest eigenvalues of a symmetric positive semidefinite n × n matrix and their vectors, to machine precision. */
export function leadingEigen(matrix: Matrix, count: number): Eigen {
  const followable = followed * count;
  const eigen =
    (matrix.rows > 2 * followable ? iterate(matrix, count, followable) : null) ?? decompose(matrix);
  const noise = (eigen.values[0] ?? 0) * matrix.rows * Number.EPSILON;
  const values = eigen.values.slice(0, count).map((value) => (value > noise ? value : 0));
  return { vectors: eigen.vectors, values };
}

/**
 * Subspace iteration from fixed random directions: a tenth of the cost of all vectors. Null when there are not so
 * many directions, or they are too much alike. Source: Golub & Van Loan 2013, 8.2.4 and 8.3.
 */
function iterate(matrix: Matrix, count: number, size: number): Eigen | null {
  const n = matrix.rows;
  const kernels = openKernels(paddedSize(n, n) + 2 * paddedSize(size, n) + paddedSize(size, size));
  const own = kernels.matrix(n, n);
  own.data.set(matrix.data);
  const [basis, image, inner] = [
    kernels.matrix(size, n),
    kernels.matrix(size, n),
    kernels.matrix(size, size),
  ];
  const random = seededRandom(42);
  for (let i = 0; i < size; i++) row(basis, i).set(Array.from({ length: n }, () => gaussian(random)));
  for (let round = 0; round < mostRounds; round++) {
    if (!orthonormalise(basis)) return null;
    multiply(kernels, image, basis, own);
    multiply(kernels, inner, basis, image);
    const { vectors, values } = decompose(inner);
    for (const rotated of [basis, image]) rotated.data.set(combineRows(vectors, rotated).data);
    const enough = tolerance * (values[0] ?? 0);
    if (residual(basis, image, values, count) <= enough) return { vectors: basis, values };
    // One power more, as products are cheap beside the rest.
    multiply(kernels, basis, image, own);
  }
  return null;
}

/** The largest ‖A·v − λ·v‖ of the first `count`. */
function residual(basis: Matrix, image: Matrix, values: readonly number[], count: number): number {
  let most = 0;
  for (let i = 0; i < count; i++) {
    const [own, mapped] = [row(basis, i), row(image, i)];
    const rest = mapped.map((value, j) => value - (values[i] as number) * (own[j] as number));
    most = Math.max(most, Math.sqrt(dot(rest, rest)));
  }
  return most;
}

/** Gram and Schmidt's, twice, in place; false when a row depends on those before it. */
function orthonormalise(matrix: Matrix): boolean {
  const rows = Array.from({ length: matrix.rows }, (_, i) => row(matrix, i));
  return rows.every((own, i) => {
    const before = dot(own, own);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) addTo(own, rows[j] as Float64Array, -dot(own, rows[j] as Float64Array));
    }
    const square = dot(own, own);
    if (!(square > 1e-20 * before)) return false;
    const norm = Math.sqrt(square);
    for (let k = 0; k < own.length; k++) own[k] = (own[k] as number) / norm;
    return true;
  });
}

/** Each row of weights times the rows of a matrix. */
function combineRows(weights: Matrix, matrix: Matrix): Matrix {
  const result = zeros(weights.rows, matrix.cols);
  for (let i = 0; i < weights.rows; i++) {
    row(weights, i).forEach((weight, j) => {
      addTo(row(result, i), row(matrix, j), weight);
    });
  }
  return result;
}

function addTo(target: Float64Array, other: Float64Array, weight: number): void {
  for (let k = 0; k < target.length; k++) target[k] = (target[k] as number) + weight * (other[k] as number);
}

/** All dot products of the rows of two matrices, by kernels whose memory holds all three. */
export function multiply(kernels: Kernels, target: Matrix, a: Matrix, b: Matrix): void {
  target.data.fill(0);
  kernels.subtractProduct(target, a, b);
  for (let at = 0; at < target.data.length; at++) target.data[at] = -(target.data[at] as number);
}

/** All eigenvalues and vectors. */
function decompose(matrix: Matrix): Eigen {
  const n = matrix.rows;
  const rows = Array.from({ length: n }, (_, i) => row(matrix, i));
  const eigen = new EigenvalueDecomposition(new MlMatrix(rows), { assumeSymmetric: true });
  const vectors = zeros(n, n);
  for (let i = 0; i < n; i++) {
    vectors.data.set(eigen.eigenvectorMatrix.getColumn(n - 1 - i), i * vectors.stride);
  }
  return { vectors, values: eigen.realEigenvalues.toReversed() };
}

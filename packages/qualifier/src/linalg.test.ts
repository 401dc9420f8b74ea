import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, cells, normalMatrix, seeds } from '../test/arbitraries.ts';
import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  solveLower,
  solveLowerRows,
  solveLowerTransposed,
} from './linalg.ts';
import { dot, fromRows, type Matrix, row, zeros } from './matrix.ts';
import { NotPositiveDefinite } from './not-positive-definite.ts';

/** B·Bᵀ + I: symmetric positive definite. */
function positiveDefinite(seed: number, n: number): Matrix {
  const b = normalMatrix(seed, n, n);
  const result = zeros(n, n);
  for (const [i, j] of cells(n, n))
    result.data[i * result.stride + j] = dot(row(b, i), row(b, j)) + Number(i === j);
  return result;
}

const sizes = fc.integer({ min: 1, max: 30 });

describe('cholesky', () => {
  test('L·Lᵀ is the matrix, at every size', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, n) => {
        const a = positiveDefinite(seed, n);
        const factor = cholesky(a);
        for (const [i, j] of cells(n, n)) {
          expect(dot(row(factor, i), row(factor, j))).toBeCloseTo(at(a, i, j), 9);
          if (j > i) expect(at(factor, i, j)).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('solves and the inverse undo the matrix', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, n) => {
        const a = positiveDefinite(seed, n);
        const factor = cholesky(a);
        const b = row(normalMatrix(seed + 1, 1, n), 0);
        const x = solveLowerTransposed(factor, solveLower(factor, b));
        for (let i = 0; i < n; i++) expect(dot(row(a, i), x)).toBeCloseTo(b[i] ?? Number.NaN, 8);
        const inverse = inverseFromCholesky(factor);
        const full = (i: number, j: number): number => (i >= j ? at(inverse, i, j) : at(inverse, j, i));
        for (let i = 0; i < n; i++) {
          const product = Array.from({ length: n }, (_, j) => full(i, j) * (b[j] ?? 0)).reduce(
            (p, q) => p + q,
            0,
          );
          expect(product).toBeCloseTo(x[i] ?? Number.NaN, 8);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('solving many rows equals solving each', () => {
    const factor = cholesky(positiveDefinite(7, 13));
    const rhs = normalMatrix(8, 6, 13);
    const solved = solveLowerRows(factor, rhs);
    for (let i = 0; i < rhs.rows; i++) {
      const single = solveLower(factor, row(rhs, i));
      for (let j = 0; j < 13; j++) expect(at(solved, i, j)).toBeCloseTo(single[j] ?? Number.NaN, 12);
    }
  });

  test('the logarithm of the determinant', () => {
    const diagonal = fromRows([
      [2, 0, 0],
      [0, 3, 0],
      [0, 0, 4],
    ]);
    expect(logDeterminant(cholesky(diagonal))).toBeCloseTo(Math.log(24), 14);
  });

  test('names the pivot that is not positive', () => {
    const singular = fromRows([
      [1, 1],
      [1, 1],
    ]);
    expect(() => cholesky(singular)).toThrow(NotPositiveDefinite);
    expect(() => cholesky(singular)).toThrow('pivot 1');
  });
});

test('vectors of different lengths are refused', () => {
  expect(() => fromRows([[1, 2], [1]])).toThrow(RangeError);
});

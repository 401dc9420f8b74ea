import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { at, cells, normalMatrix } from '../test/arbitraries.ts';
import { leadingEigen } from './leading-eigen.ts';
import { dot, fromRows, type Matrix, row } from './matrix.ts';

/** The products of the rows of normal numbers that shrink from column to column. */
function productsOf(n: number, rank: number): Matrix {
  const points = normalMatrix(7, n, rank);
  for (const [i, j] of cells(n, rank)) {
    const place = i * points.stride + j;
    points.data[place] = (points.data[place] as number) / (1 + j / 4);
  }
  const rows = Array.from({ length: n }, (_, i) => row(points, i));
  return fromRows(rows.map((own) => rows.map((other) => dot(own, other))));
}

test.each([
  ['followed', 120],
  ['of which there are too few to follow', 6],
])('directions %s are those of the full decomposition', (_, rank) => {
  const matrix = productsOf(90, rank);
  const { vectors, values } = leadingEigen(matrix, 4);
  const rows = Array.from({ length: 90 }, (_row, i) => Array.from(row(matrix, i)));
  const full = new EigenvalueDecomposition(new MlMatrix(rows), { assumeSymmetric: true });
  const strongest = full.realEigenvalues.toReversed();
  values.forEach((value, c) => {
    expect(value / (strongest[0] as number)).toBeCloseTo(
      (strongest[c] as number) / (strongest[0] as number),
      13,
    );
  });
  for (const [c, i] of cells(4, 90)) {
    expect(Math.abs(at(vectors, c, i))).toBeCloseTo(Math.abs(full.eigenvectorMatrix.get(i, 89 - c)), 11);
  }
});

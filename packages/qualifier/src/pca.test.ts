import fc from 'fast-check';
import { Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { at, cells, normalMatrix, seeds } from '../test/arbitraries.ts';
import { dot, fromRows, row } from './matrix.ts';
import { fitPca, project } from './pca.ts';
import { fitScaler, scale } from './scaler.ts';

describe('fitPca', () => {
  const shapes = fc.constantFrom([12, 5], [5, 12], [9, 9], [2, 6]);

  test('agrees with a singular value decomposition, up to sign', () => {
    fc.assert(
      fc.property(seeds, shapes, (seed, [n = 0, d = 0]) => {
        const points = normalMatrix(seed, n, d);
        const count = Math.min(n - 1, d, 4);
        const scores = project(fitPca(points, count), points);
        const rows = Array.from({ length: n }, (_, i) => Array.from(row(points, i)));
        const centred = new MlMatrix(rows).center('column');
        const svd = new SingularValueDecomposition(centred, { autoTranspose: true });
        for (const [i, j] of cells(n, count)) {
          const expected = svd.leftSingularVectors.get(i, j) * (svd.diagonal[j] ?? 0);
          expect(Math.abs(at(scores, i, j))).toBeCloseTo(Math.abs(expected), 8);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('components are orthonormal', () => {
    const { components } = fitPca(normalMatrix(3, 20, 50), 6);
    for (const [i, j] of cells(6, 6)) {
      expect(dot(row(components, i), row(components, j))).toBeCloseTo(Number(i === j), 10);
    }
  });

  test('directions without variance give zeros, not noise', () => {
    const line = fromRows([0, 1, 2, 3].map((t) => [t, 2 * t, -t, 0.5, 1]));
    const pca = fitPca(line, 3);
    const scores = scale(fitScaler(project(pca, line)), project(pca, line));
    for (const [i, j] of cells(4, 3))
      expect(j === 0 ? Math.abs(at(scores, i, j)) > 0.4 : at(scores, i, j) === 0).toBe(true);
  });
});

test('scaled columns have mean 0 and population variance 1', () => {
  const points = normalMatrix(5, 17, 3);
  const scaled = scale(fitScaler(points), points);
  for (let j = 0; j < 3; j++) {
    const column = Array.from({ length: 17 }, (_, i) => at(scaled, i, j));
    expect(column.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
    expect(column.reduce((a, b) => a + b * b, 0) / 17).toBeCloseTo(1, 12);
  }
});

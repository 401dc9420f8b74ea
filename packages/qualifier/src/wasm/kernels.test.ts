import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileKernels } from '../../assembly/compile.ts';
import { cells, normalMatrix, seeds } from '../../test/arbitraries.ts';
import { dot, type Matrix, row } from '../matrix.ts';
import { NotPositiveDefinite } from '../not-positive-definite.ts';
import type { Kernels } from './kernel-set.ts';
import { openKernels, paddedSize } from './kernels.ts';
import { plainKernels } from './plain.ts';

const sizes = fc.integer({ min: 1, max: 90 });
const runs = { numRuns: 25 };

/** The same matrix in the memory of the kernels. */
function moved(kernels: Kernels, { rows, cols, data }: Matrix): Matrix {
  const matrix = kernels.matrix(rows, cols);
  matrix.data.set(data);
  return matrix;
}

function positiveDefinite(seed: number, n: number): Matrix {
  const b = normalMatrix(seed, n, n);
  const result = plainKernels().matrix(n, n);
  for (const [i, j] of cells(n, n))
    result.data[i * result.stride + j] = dot(row(b, i), row(b, j)) / n + Number(i === j);
  return result;
}

/** The largest difference between two matrices, of the lower triangle alone if they are symmetric or triangular. */
function distance(a: Matrix, b: Matrix, lower: boolean): number {
  let most = 0;
  for (const [i, j] of cells(a.rows, a.cols)) {
    if (lower && j > i) continue;
    const difference = Math.abs((a.data[i * a.stride + j] ?? 0) - (b.data[i * b.stride + j] ?? Number.NaN));
    // A plain Math.max would let a NaN pass as the smallest of all.
    if (!(difference <= most)) most = difference;
  }
  return most;
}

test('the compiled kernels are what their source compiles to', async () => {
  const committed = readFileSync(new URL('./kernels.wasm', import.meta.url));
  expect(Buffer.from(await compileKernels()).equals(committed)).toBe(true);
});

test('this engine runs the compiled kernels', () => {
  // Whole pages of 64 KiB: WebAssembly's memory.
  expect(openKernels(16).matrix(4, 4).data.buffer.byteLength).toBe(65_536);
});

describe('compiled and plain kernels agree', () => {
  test('on factor and inverse', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, n) => {
        const a = positiveDefinite(seed, n);
        const [factor, inverse] = [openKernels(3 * paddedSize(n, n)), plainKernels()].map((kernels) => {
          const [own, result, scratch] = [moved(kernels, a), kernels.matrix(n, n), kernels.matrix(n, n)];
          kernels.cholesky(own);
          kernels.invert(result, scratch, own);
          return [own, result] as const;
        }) as [readonly [Matrix, Matrix], readonly [Matrix, Matrix]];
        expect(distance(factor[0], inverse[0], true)).toBeLessThan(1e-12);
        expect(distance(factor[1], inverse[1], true)).toBeLessThan(1e-12);
      }),
      runs,
    );
  });

  test('on solutions and products', () => {
    fc.assert(
      fc.property(seeds, sizes, sizes, (seed, n, m) => {
        const [a, x, y] = [positiveDefinite(seed, n), normalMatrix(seed, m, n), normalMatrix(seed + 1, n, n)];
        const doubles = 2 * paddedSize(n, n) + paddedSize(m, n) * 2;
        const [compiled, plain] = [openKernels(doubles), plainKernels()].map((kernels) => {
          const [factor, solved, c] = [moved(kernels, a), moved(kernels, x), kernels.matrix(m, n)];
          kernels.subtractProduct(c, solved, moved(kernels, y));
          kernels.cholesky(factor);
          kernels.solveRows(solved, factor);
          return { solved, c };
        });
        expect(distance(compiled?.solved as Matrix, plain?.solved as Matrix, false)).toBeLessThan(1e-12);
        expect(distance(compiled?.c as Matrix, plain?.c as Matrix, false)).toBeLessThan(1e-12 * n);
      }),
      runs,
    );
  });

  test('on products of singles with a vector', () => {
    fc.assert(
      fc.property(seeds, sizes, sizes, (seed, n, m) => {
        const [a, x] = [normalMatrix(seed, m, n), normalMatrix(seed + 1, 1, n)];
        const doubles = paddedSize(m, n) + paddedSize(1, n) + paddedSize(1, m);
        const [compiled, plain] = [openKernels(doubles), plainKernels()].map((kernels) => {
          const [own, y] = [kernels.singles(m, n), kernels.matrix(1, m)];
          own.data.set(a.data);
          kernels.multiplySingles(y, own, moved(kernels, x), m);
          return y;
        }) as [Matrix, Matrix];
        expect(distance(compiled, plain, false)).toBeLessThan(1e-12 * n);
        expect(plain.data[m - 1]).toBeCloseTo(dot(row(a, m - 1), row(x, 0)), 4);
      }),
      runs,
    );
  });

  test('on the pivot that is not positive', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 60 }), fc.nat(), (seed, n, at) => {
        const a = positiveDefinite(seed, n);
        const bad = 1 + (at % (n - 1));
        a.data[bad * a.stride + bad] = -1;
        for (const kernels of [openKernels(paddedSize(n, n)), plainKernels()]) {
          const own = moved(kernels, a);
          expect(() => kernels.cholesky(own)).toThrow(new NotPositiveDefinite(bad));
        }
      }),
      runs,
    );
  });
});

test('matrices of other memories are refused, and so is more than there is room for', () => {
  const kernels = openKernels(0);
  expect(() => kernels.cholesky(positiveDefinite(1, 4))).toThrow(RangeError);
  expect(() => kernels.matrix(1000, 1000)).toThrow(RangeError);
});

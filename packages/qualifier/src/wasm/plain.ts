import { cholesky, inverseFromCholesky, solveLowerRows } from '../linalg.ts';
import { dot, type Matrix, TILE, zeros } from '../matrix.ts';
import { multiplyRows, tileSums } from '../tile.ts';
import type { Kernels, Singles } from './kernel-set.ts';

/** The kernels without WebAssembly. */
export function plainKernels(): Kernels {
  return {
    matrix: zeros,
    singles,
    cholesky: (a) => a.data.set(cholesky(a).data),
    invert: (inverse, _scratch, factor) => inverse.data.set(inverseFromCholesky(factor).data),
    solveRows: (x, factor) => x.data.set(solveLowerRows(factor, x).data),
    subtractProduct,
    multiplySingles,
  };
}

function subtractProduct(c: Matrix, a: Matrix, b: Matrix): void {
  const sums = tileSums();
  for (let i = 0; i < c.rows; i += TILE) {
    for (let j = 0; j < c.cols; j += TILE) {
      multiplyRows(sums, a, i, b, j, 0, a.stride);
      for (let at = 0; at < sums.length; at++) {
        const to = (i + Math.floor(at / TILE)) * c.stride + j + (at % TILE);
        c.data[to] = (c.data[to] as number) - (sums[at] as number);
      }
    }
  }
}

function singles(rows: number, cols: number): Singles {
  const { stride, data } = zeros(rows, cols);
  return { rows, cols, stride, data: new Float32Array(data.length) };
}

function multiplySingles(y: Matrix, { data, stride, cols }: Singles, x: Matrix, rows: number): void {
  for (let i = 0; i < rows; i++) y.data[i] = dot(data.subarray(i * stride, i * stride + cols), x.data);
}

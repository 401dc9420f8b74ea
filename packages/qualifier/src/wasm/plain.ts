import { cholesky, inverseFromCholesky, solveLowerRows } from '../linalg.ts';
import { type Matrix, TILE, zeros } from '../matrix.ts';
import { multiplyRows, tileSums } from '../tile.ts';
import type { Kernels } from './kernels.ts';

/** The kernels without WebAssembly. */
export function plainKernels(): Kernels {
  return {
    matrix: zeros,
    cholesky: (a) => a.data.set(cholesky(a).data),
    invert: (inverse, _scratch, factor) => inverse.data.set(inverseFromCholesky(factor).data),
    solveRows: (x, factor) => x.data.set(solveLowerRows(factor, x).data),
    subtractProduct,
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

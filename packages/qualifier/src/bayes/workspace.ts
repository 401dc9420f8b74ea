import { type Matrix, TILE } from '../matrix.ts';
import type { Kernels } from '../wasm/kernel-set.ts';
import { openKernels, paddedSize } from '../wasm/kernels.ts';

/** Matrices for one calculation, in memory that the next one uses again. */
export interface Workspace {
  readonly kernels: Kernels;
  /** Zeros. */
  matrix(rows: number, cols: number): Matrix;
  copy(of: Matrix): Matrix;
}

/** One for all: a calculation ends before the next begins. It grows to the largest. */
let arena: { readonly kernels: Kernels; readonly data: Float64Array } | null = null;

/** Room for matrices of so many doubles, padding included. What an earlier call gave out is overwritten. */
export function openWorkspace(doubles: number): Workspace {
  if (!arena || arena.data.length < doubles) {
    const kernels = openKernels(paddedSize(TILE, doubles));
    arena = { kernels, data: kernels.matrix(TILE, Math.ceil(doubles / TILE)).data };
  }
  const { kernels, data } = arena;
  let next = 0;
  const matrix = (rows: number, cols: number): Matrix => {
    const part = data.subarray(next, next + paddedSize(rows, cols)).fill(0);
    next += part.length;
    return { rows, cols, stride: Math.ceil(cols / TILE) * TILE, data: part };
  };
  const copy = (of: Matrix): Matrix => {
    const own = matrix(of.rows, of.cols);
    own.data.set(of.data);
    return own;
  };
  return { kernels, matrix, copy };
}

/** `count` rows from a multiple of TILE on, as a matrix over the same memory. */
export function rowsOf(a: Matrix, from: number, count: number): Matrix {
  const rows = Math.min(count, a.rows - from);
  const end = (from + Math.ceil(rows / TILE) * TILE) * a.stride;
  return { rows, cols: a.cols, stride: a.stride, data: a.data.subarray(from * a.stride, end) };
}

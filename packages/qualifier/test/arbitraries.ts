import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { fromRows, type Matrix } from '../src/matrix.ts';

/** `rows` × `cols` standard normal entries. */
export function normalMatrix(seed: number, rows: number, cols: number): Matrix {
  const random = seededRandom(seed);
  return fromRows(Array.from({ length: rows }, () => Array.from({ length: cols }, () => gaussian(random))));
}

export const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** Entry (i, j). */
export function at(matrix: Matrix, i: number, j: number): number {
  return matrix.data[i * matrix.stride + j] ?? Number.NaN;
}

/** Every (i, j) of a rows × cols matrix. */
export function* cells(rows: number, cols: number): Generator<[number, number]> {
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) yield [i, j];
}

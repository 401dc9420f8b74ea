import { readFileSync } from 'node:fs';
import { type Matrix, TILE } from '../matrix.ts';
import { NotPositiveDefinite } from '../not-positive-definite.ts';
import { engine, type WasmModule } from './engine.ts';
import { plainKernels } from './plain.ts';

/**
 * The O(n³) steps, on matrices of their own memory. All work in place, only on lower triangles where a matrix is
 * symmetric or triangular, and leave anything above the diagonal.
 */
export interface Kernels {
  /** Zeros in the memory of these kernels. Throws RangeError when it is used up. */
  matrix(rows: number, cols: number): Matrix;
  /** Replaces a symmetric positive definite n × n matrix by its lower factor. Throws NotPositiveDefinite. */
  cholesky(a: Matrix): void;
  /** Sets `inverse` to (L·Lᵀ)⁻¹. `scratch` is overwritten. All are n × n. */
  invert(inverse: Matrix, scratch: Matrix, factor: Matrix): void;
  /** Solves L·xᵢ = bᵢ for every row bᵢ of an m × n matrix. */
  solveRows(x: Matrix, factor: Matrix): void;
  /** C −= A·Bᵀ: m × n, m × k, n × k. */
  subtractProduct(c: Matrix, a: Matrix, b: Matrix): void;
}

/** What kernels.wasm exports. Addresses in bytes, strides in doubles, sizes multiples of TILE. */
interface Exports {
  cholesky(a: number, stride: number, n: number): number;
  invert(inverse: number, scratch: number, factor: number, stride: number, n: number): void;
  solveRows(x: number, xStride: number, factor: number, stride: number, m: number, n: number): void;
  subtractProduct(
    ...args: [
      c: number,
      cs: number,
      a: number,
      as: number,
      b: number,
      bs: number,
      m: number,
      n: number,
      k: number,
    ]
  ): void;
}

const pageBytes = 65_536;
/** The compiler keeps its own data, of which there is none, at the start. */
const reservedBytes = 1_024;
const compiled = compile();

/** Kernels with room for matrices of so many doubles in all, padding included (`paddedSize`). */
export function openKernels(doubles: number): Kernels {
  return compiled ? wasmKernels(compiled, doubles) : plainKernels();
}

/** The doubles a rows × cols matrix takes. */
export function paddedSize(rows: number, cols: number): number {
  return padded(rows) * padded(cols);
}

/** Null where the engine lacks relaxed SIMD: the plain kernels do the same, some five times slower. */
function compile(): WasmModule | null {
  const bytes = readFileSync(new URL('./kernels.wasm', import.meta.url));
  return engine.validate(bytes) ? new engine.Module(bytes) : null;
}

function wasmKernels(module: WasmModule, doubles: number): Kernels {
  const bytes = reservedBytes + doubles * Float64Array.BYTES_PER_ELEMENT;
  const memory = new engine.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const instance = new engine.Instance(module, { env: { memory } });
  const wasm = instance.exports as Exports;
  let next = reservedBytes;
  const address = ({ data }: Matrix): number => {
    if (data.buffer !== memory.buffer)
      throw new RangeError('the matrix is not in the memory of these kernels');
    return data.byteOffset;
  };
  return {
    matrix: (rows, cols) => {
      const data = new Float64Array(memory.buffer, next, paddedSize(rows, cols));
      next += data.byteLength;
      return { rows, cols, stride: padded(cols), data };
    },
    cholesky: (a) => {
      padWithIdentity(a);
      const failed = wasm.cholesky(address(a), a.stride, a.stride);
      if (failed >= 0) throw new NotPositiveDefinite(failed);
    },
    invert: (inverse, scratch, factor) => {
      inverse.data.fill(0);
      scratch.data.fill(0);
      wasm.invert(address(inverse), address(scratch), address(factor), factor.stride, factor.stride);
    },
    solveRows: (x, factor) => {
      wasm.solveRows(address(x), x.stride, address(factor), factor.stride, padded(x.rows), factor.stride);
    },
    subtractProduct: (c, a, b) => {
      const places = [address(c), c.stride, address(a), a.stride, address(b), b.stride] as const;
      wasm.subtractProduct(...places, padded(a.rows), padded(b.rows), a.stride);
    },
  };
}

/** So that solves may run over whole tiles. */
function padWithIdentity({ data, rows, stride }: Matrix): void {
  for (let i = 0; i < rows; i++) data.fill(0, i * stride + rows, (i + 1) * stride);
  data.fill(0, rows * stride);
  for (let i = rows; i < stride; i++) data[i * stride + i] = 1;
}

function padded(count: number): number {
  return Math.ceil(count / TILE) * TILE;
}

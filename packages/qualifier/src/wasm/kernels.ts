import { readFileSync } from 'node:fs';
import { type Matrix, TILE } from '../matrix.ts';
import { NotPositiveDefinite } from '../not-positive-definite.ts';
import { engine, type WasmModule } from './engine.ts';
import type { Kernels, Singles } from './kernel-set.ts';
import { plainKernels } from './plain.ts';

/** What kernels.wasm exports. Addresses in bytes, strides in doubles, sizes multiples of TILE. */
interface Exports {
  cholesky(a: number, stride: number, n: number): number;
  invert(inverse: number, scratch: number, factor: number, stride: number, n: number): void;
  solveRows(x: number, xStride: number, factor: number, stride: number, m: number, n: number): void;
  multiplySingles(y: number, a: number, stride: number, x: number, m: number): void;
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
  const address = ({ data }: Matrix | Singles): number => {
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
    singles: (rows, cols) => {
      const data = new Float32Array(memory.buffer, next, paddedSize(rows, cols));
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
    multiplySingles: (y, a, x, rows) => {
      wasm.multiplySingles(address(y), address(a), a.stride, address(x), padded(rows));
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

import type { Matrix } from '../matrix.ts';
import type { Kernels, Singles } from '../wasm/kernel-set.ts';
import { openKernels, paddedSize } from '../wasm/kernels.ts';

/** Embeddings by slot, as they were given, in the memory of the kernels: half as much to read as doubles. */
export class PoolVectors {
  readonly #kernels: Kernels;
  readonly #vectors: Singles;
  readonly #products: Matrix;
  readonly #factor: Matrix;

  /** Zeros. */
  constructor(capacity: number, dimension: number) {
    const singles = paddedSize(capacity, dimension) * (Float32Array.BYTES_PER_ELEMENT / 8);
    this.#kernels = openKernels(singles + paddedSize(1, capacity) + paddedSize(1, dimension));
    this.#vectors = this.#kernels.singles(capacity, dimension);
    this.#products = this.#kernels.matrix(1, capacity);
    this.#factor = this.#kernels.matrix(1, dimension);
  }

  get capacity(): number {
    return this.#vectors.rows;
  }

  /** A copy with more room. */
  enlarged(capacity: number): PoolVectors {
    const larger = new PoolVectors(capacity, this.#vectors.cols);
    larger.#vectors.data.set(this.#vectors.data);
    return larger;
  }

  /** Puts an embedding, or zeros, into a slot. */
  set(slot: number, vector: Float32Array | null): void {
    const { data, stride } = this.#vectors;
    if (vector) data.set(vector, slot * stride);
    else data.fill(0, slot * stride, (slot + 1) * stride);
  }

  /** The dot products of the first `count` embeddings with `factor`. The next call overwrites them. */
  multiply(factor: Float64Array, count: number): Float64Array {
    this.#factor.data.set(factor);
    this.#kernels.multiplySingles(this.#products, this.#vectors, this.#factor, count);
    return this.#products.data;
  }
}

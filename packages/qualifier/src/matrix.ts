/** Rows and columns are padded with zeros to multiples of this, so that inner loops have no remainders. */
export const TILE = 4;

/**
 * A dense row-major matrix of doubles. Element (i, j) is `data[i * stride + j]`. The storage has
 * `ceil(rows / TILE) * TILE` rows of `stride` numbers; what lies beyond `rows` × `cols` is padding.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** `cols` rounded up to a multiple of TILE. */
  readonly stride: number;
  readonly data: Float64Array;
}

/** A `rows` × `cols` matrix of zeros. */
export function zeros(rows: number, cols: number): Matrix {
  const stride = roundUp(cols);
  return { rows, cols, stride, data: new Float64Array(roundUp(rows) * stride) };
}

/** One row per vector, widened to doubles. Throws RangeError when the lengths differ. */
export function fromRows(vectors: readonly ArrayLike<number>[]): Matrix {
  const cols = vectors[0]?.length ?? 0;
  const matrix = zeros(vectors.length, cols);
  vectors.forEach((vector, i) => {
    if (vector.length !== cols) {
      throw new RangeError(
        `vectors must be of one length: the first has ${cols}, number ${i} has ${vector.length}`,
      );
    }
    matrix.data.set(vector, i * matrix.stride);
  });
  return matrix;
}

/** Row `i` without padding, as a view: writing to it writes to the matrix. */
export function row(matrix: Matrix, i: number): Float64Array {
  return matrix.data.subarray(i * matrix.stride, i * matrix.stride + matrix.cols);
}

/** The first `cols` columns, copied. */
export function leadingColumns(matrix: Matrix, cols: number): Matrix {
  const part = zeros(matrix.rows, cols);
  for (let i = 0; i < matrix.rows; i++) part.data.set(row(matrix, i).subarray(0, cols), i * part.stride);
  return part;
}

/** Σ aᵢ·bᵢ over the shorter of the two. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function roundUp(count: number): number {
  return Math.ceil(count / TILE) * TILE;
}

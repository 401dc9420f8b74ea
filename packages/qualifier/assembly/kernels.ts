/**
 * The dear steps of src/wasm/kernels.ts, in AssemblyScript: compile.ts makes src/wasm/kernels.wasm of it. Matrices are row-major doubles; addresses are in bytes, strides in doubles, and all
 * rows, columns and strides multiples of 4. Everything is built on products of rows, A·Bᵀ, because they
 * run along memory, two doubles and one fused multiply-add at a time.
 */

/** Columns whose factor is computed without recursion. */
const BASE: i32 = 4;
/** A block of B of this many rows and columns stays in the first-level cache (32 KiB). */
const BLOCK_ROWS: i32 = 32;
const BLOCK_COLS: i32 = 128;

function at(a: usize, stride: i32, i: i32, j: i32): usize {
  return a + ((<usize>(i * stride + j)) << 3);
}

function sum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

function subtract(c: usize, value: f64): void {
  store<f64>(c, load<f64>(c) - value);
}

/** C (2 × 4) −= A (2 × k) · B (4 × k)ᵀ. Eight sums and six loads fit the sixteen registers. */
function tile(c: usize, cStride: i32, a: usize, aStride: i32, b: usize, bStride: i32, k: i32): void {
  const a1 = a + ((<usize>aStride) << 3);
  const b1 = b + ((<usize>bStride) << 3);
  const b2 = b1 + ((<usize>bStride) << 3);
  const b3 = b2 + ((<usize>bStride) << 3);
  let s00 = f64x2.splat(0);
  let s01 = s00,
    s02 = s00,
    s03 = s00,
    s10 = s00,
    s11 = s00,
    s12 = s00,
    s13 = s00;
  const end = (<usize>k) << 3;
  for (let o: usize = 0; o < end; o += 16) {
    const p0 = v128.load(a + o);
    const p1 = v128.load(a1 + o);
    const q0 = v128.load(b + o);
    s00 = f64x2.relaxed_madd(p0, q0, s00);
    s10 = f64x2.relaxed_madd(p1, q0, s10);
    const q1 = v128.load(b1 + o);
    s01 = f64x2.relaxed_madd(p0, q1, s01);
    s11 = f64x2.relaxed_madd(p1, q1, s11);
    const q2 = v128.load(b2 + o);
    s02 = f64x2.relaxed_madd(p0, q2, s02);
    s12 = f64x2.relaxed_madd(p1, q2, s12);
    const q3 = v128.load(b3 + o);
    s03 = f64x2.relaxed_madd(p0, q3, s03);
    s13 = f64x2.relaxed_madd(p1, q3, s13);
  }
  const c1 = c + ((<usize>cStride) << 3);
  subtract(c, sum(s00));
  subtract(c + 8, sum(s01));
  subtract(c + 16, sum(s02));
  subtract(c + 24, sum(s03));
  subtract(c1, sum(s10));
  subtract(c1 + 8, sum(s11));
  subtract(c1 + 16, sum(s12));
  subtract(c1 + 24, sum(s13));
}

/** C (m × n) −= A (m × k) · B (n × k)ᵀ. */
export function subtractProduct(
  c: usize,
  cStride: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  m: i32,
  n: i32,
  k: i32,
): void {
  for (let kk = 0; kk < k; kk += BLOCK_COLS) {
    const depth = min(BLOCK_COLS, k - kk);
    for (let jj = 0; jj < n; jj += BLOCK_ROWS) {
      const width = min(jj + BLOCK_ROWS, n);
      for (let i = 0; i < m; i += 2) {
        for (let j = jj; j < width; j += 4) {
          tile(
            at(c, cStride, i, j),
            cStride,
            at(a, aStride, i, kk),
            aStride,
            at(b, bStride, j, kk),
            bStride,
            depth,
          );
        }
      }
    }
  }
}

/** About half of n, a multiple of BASE. */
function half(n: i32): i32 {
  return ((n >> 1) + BASE - 1) & ~(BASE - 1);
}

/** Solves X·Lᵀ = X in place: X is m × n, L the lower triangle of n × n. */
export function solveRows(x: usize, xStride: i32, l: usize, lStride: i32, m: i32, n: i32): void {
  if (n > BASE) {
    const first = half(n);
    const rest = at(x, xStride, 0, first);
    solveRows(x, xStride, l, lStride, m, first);
    subtractProduct(rest, xStride, x, xStride, at(l, lStride, first, 0), lStride, m, n - first, first);
    solveRows(rest, xStride, at(l, lStride, first, first), lStride, m, n - first);
    return;
  }
  for (let j = 0; j < n; j++) {
    const pivot = 1 / load<f64>(at(l, lStride, j, j));
    for (let i = 0; i < m; i++) {
      let value = load<f64>(at(x, xStride, i, j));
      for (let k = 0; k < j; k++) value -= load<f64>(at(x, xStride, i, k)) * load<f64>(at(l, lStride, j, k));
      store<f64>(at(x, xStride, i, j), value * pivot);
    }
  }
}

/** The lower triangle of C (n × n) −= A (n × k) · Aᵀ; what lies above in its blocks is overwritten too. */
function subtractSquare(c: usize, cStride: i32, a: usize, aStride: i32, n: i32, k: i32): void {
  for (let i = 0; i < n; i += BLOCK_ROWS) {
    const height = min(BLOCK_ROWS, n - i);
    subtractProduct(
      at(c, cStride, i, 0),
      cStride,
      at(a, aStride, i, 0),
      aStride,
      a,
      aStride,
      height,
      i + height,
      k,
    );
  }
}

/** The factor of A (n × n) in its lower triangle, in place. Returns the first pivot that is not positive, or −1. */
export function cholesky(a: usize, stride: i32, n: i32): i32 {
  if (n > BASE) {
    const first = half(n);
    const below = at(a, stride, first, 0);
    const rest = at(a, stride, first, first);
    const failed = cholesky(a, stride, first);
    if (failed >= 0) return failed;
    // A few rows at a time, so that they stay in the cache.
    for (let i = 0; i < n - first; i += BLOCK_ROWS) {
      solveRows(at(below, stride, i, 0), stride, a, stride, min(BLOCK_ROWS, n - first - i), first);
    }
    subtractSquare(rest, stride, below, stride, n - first, first);
    const later = cholesky(rest, stride, n - first);
    return later < 0 ? -1 : first + later;
  }
  for (let j = 0; j < n; j++) {
    let pivot = load<f64>(at(a, stride, j, j));
    for (let k = 0; k < j; k++) pivot -= load<f64>(at(a, stride, j, k)) * load<f64>(at(a, stride, j, k));
    if (!(pivot > 0)) return j;
    pivot = sqrt(pivot);
    store<f64>(at(a, stride, j, j), pivot);
    for (let i = j + 1; i < n; i++) {
      let value = load<f64>(at(a, stride, i, j));
      for (let k = 0; k < j; k++) value -= load<f64>(at(a, stride, i, k)) * load<f64>(at(a, stride, j, k));
      store<f64>(at(a, stride, i, j), value / pivot);
    }
  }
  return -1;
}

/** The lower triangle of (L·Lᵀ)⁻¹ into C, which must be zero; `u` (zero too) receives (L⁻¹)ᵀ. All are n × n. */
export function invert(c: usize, u: usize, l: usize, stride: i32, n: i32): void {
  // Row i of the upper triangle (L⁻¹)ᵀ starts with i zeros.
  for (let i = 0; i < n; i += BLOCK_ROWS) {
    const height = min(BLOCK_ROWS, n - i);
    for (let r = i; r < i + height; r++) store<f64>(at(u, stride, r, r), 1);
    solveRows(at(u, stride, i, i), stride, at(l, stride, i, i), stride, height, n - i);
  }
  for (let i = 0; i < n; i += BLOCK_ROWS) {
    const height = min(BLOCK_ROWS, n - i);
    subtractProduct(
      at(c, stride, i, 0),
      stride,
      at(u, stride, i, i),
      stride,
      at(u, stride, 0, i),
      stride,
      height,
      i + height,
      n - i,
    );
    for (let r = i; r < i + height; r++) {
      for (let j = 0; j < i + height; j++) store<f64>(at(c, stride, r, j), -load<f64>(at(c, stride, r, j)));
    }
  }
}

/** Two singles from an address, as doubles. */
function widened(a: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(a));
}

/**
 * y = A·x, where A (m × n) is of singles with rows of `stride` of them, and x and y are of doubles. A row at a
 * time: what counts is to read A in one stream.
 */
export function multiplySingles(y: usize, a: usize, stride: i32, x: usize, m: i32): void {
  const length = (<usize>stride) << 2;
  const pairs = length & ~(<usize>31);
  for (let i = 0; i < m; i++) {
    const own = a + <usize>i * length;
    let s0 = f64x2.splat(0);
    let s1 = s0,
      s2 = s0,
      s3 = s0;
    for (let o: usize = 0; o < pairs; o += 32) {
      const p = x + (o << 1);
      s0 = f64x2.relaxed_madd(widened(own + o), v128.load(p), s0);
      s1 = f64x2.relaxed_madd(widened(own + o + 8), v128.load(p, 16), s1);
      s2 = f64x2.relaxed_madd(widened(own + o + 16), v128.load(p, 32), s2);
      s3 = f64x2.relaxed_madd(widened(own + o + 24), v128.load(p, 48), s3);
    }
    if (pairs < length) {
      const p = x + (pairs << 1);
      s0 = f64x2.relaxed_madd(widened(own + pairs), v128.load(p), s0);
      s1 = f64x2.relaxed_madd(widened(own + pairs + 8), v128.load(p, 16), s1);
    }
    store<f64>(y + ((<usize>i) << 3), sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))));
  }
}

import type { ClassicModel } from './classic-model.ts';
import { type Matrix, row } from './matrix.ts';
import type { Posterior, Prediction } from './posterior.ts';
import type { Candidate } from './strategy.ts';
import { areEqual, isUsable } from './vectors.ts';

interface Place {
  /** The candidate's column; −1 when its vector says nothing. */
  readonly column: number;
  readonly vector: Float32Array;
  /** The choice it was last a candidate of. */
  round: number;
}

/** Columns are made room for by so much more than is needed, as candidates come one by one. */
const slack = 1.1;

/**
 * Means and deviations of a pool of N candidates, kept between choices by id. It keeps V = L⁻¹·K* (n rows of N), so
 * that one label more costs one row, O(n·N), and nothing is solved again; so does a candidate more,
 * O(n²). Another model starts it afresh. Memory: 8·n·N bytes.
 */
export class PoolPosterior {
  #model: ClassicModel | null = null;
  #places = new Map<number, Place>();
  #free: number[] = [];
  #capacity = 0;
  #round = 0;
  /** Row i of V. */
  #rows: Float64Array[] = [];
  /** Candidates as the process sees them: one array for each component. */
  #points: Float64Array[] = [];
  #means = new Float64Array(0);
  /** What the labels explain of the prior variance: the sum of squares of a column. */
  #explained = new Float64Array(0);

  /** For each candidate, in their order; NaN where a vector says nothing. Others than these are forgotten. */
  predict(model: ClassicModel, candidates: readonly Candidate[]): Prediction {
    if (model !== this.#model) this.#clear(model);
    const { posterior } = model;
    while (this.#rows.length < posterior.size) this.#appendRow(posterior, this.#rows.length);
    this.#forgetOthers(candidates);
    this.#admit(model, candidates);
    const [means, stds] = [new Float64Array(candidates.length), new Float64Array(candidates.length)];
    const prior = posterior.prior;
    candidates.forEach(({ id }, i) => {
      const column = this.#places.get(id)?.column ?? -1;
      means[i] = this.#means[column] ?? Number.NaN;
      // Rounding can take the variance at a well-known point below zero.
      stds[i] = Math.sqrt(Math.max(0, prior - (this.#explained[column] ?? Number.NaN)));
    });
    return { means, stds };
  }

  #clear(model: ClassicModel): void {
    this.#model = model;
    this.#places = new Map();
    this.#free = [];
    this.#capacity = 0;
    this.#rows = Array.from({ length: model.posterior.size }, () => new Float64Array(0));
    this.#points = Array.from({ length: model.dims }, () => new Float64Array(0));
    this.#means = new Float64Array(0);
    this.#explained = new Float64Array(0);
  }

  /** Forgets who is no candidate any more, or has another vector now. */
  #forgetOthers(candidates: readonly Candidate[]): void {
    this.#round++;
    let kept = 0;
    for (const { id, vector } of candidates) {
      const place = this.#places.get(id);
      if (!place || !areEqual(place.vector, vector)) continue;
      place.round = this.#round;
      kept++;
    }
    if (kept === this.#places.size) return;
    for (const [id, { column, round }] of this.#places) {
      if (round === this.#round) continue;
      this.#places.delete(id);
      if (column >= 0) this.#free.push(column);
    }
  }

  #admit(model: ClassicModel, candidates: readonly Candidate[]): void {
    if (candidates.length === this.#places.size) return;
    const round = this.#round;
    for (const { id, vector } of candidates) {
      if (!this.#places.has(id) && !isUsable(vector)) this.#places.set(id, { column: -1, vector, round });
    }
    const able = candidates.filter(({ id }) => !this.#places.has(id));
    if (able.length === 0) return;
    this.#reserve(able.length);
    const columns = able.map(({ id, vector }) => {
      const column = this.#free.pop() as number;
      this.#places.set(id, { column, vector, round });
      return column;
    });
    const points = model.transform(able.map(({ vector }) => vector));
    this.#placePoints(points, columns);
    model.posterior.solveAll(points, (i, solved) =>
      this.#fillColumn(columns[i] as number, solved, model.posterior),
    );
  }

  /** Makes room for `count` more columns. */
  #reserve(count: number): void {
    if (this.#free.length >= count) return;
    const capacity = Math.ceil((this.#capacity - this.#free.length + count) * slack);
    const widen = (narrow: Float64Array): Float64Array<ArrayBuffer> => {
      const wide = new Float64Array(capacity);
      wide.set(narrow);
      return wide;
    };
    for (let i = 0; i < this.#rows.length; i++) this.#rows[i] = widen(this.#rows[i] as Float64Array);
    for (let i = 0; i < this.#points.length; i++) this.#points[i] = widen(this.#points[i] as Float64Array);
    this.#means = widen(this.#means);
    this.#explained = widen(this.#explained);
    for (let column = capacity - 1; column >= this.#capacity; column--) this.#free.push(column);
    this.#capacity = capacity;
  }

  #placePoints(points: Matrix, columns: readonly number[]): void {
    columns.forEach((column, i) => {
      row(points, i).forEach((value, k) => {
        (this.#points[k] as Float64Array)[column] = value;
      });
    });
  }

  #fillColumn(column: number, solved: Float64Array, posterior: Posterior): void {
    let [mean, explained] = [0, 0];
    for (let i = 0; i < solved.length; i++) {
      const value = solved[i] as number;
      (this.#rows[i] as Float64Array)[column] = value;
      mean += value * posterior.half(i);
      explained += value * value;
    }
    this.#means[column] = mean;
    this.#explained[column] = explained;
  }

  /** Row i of V from the rows before it: (k(·, xᵢ) − Σⱼ lᵢⱼ·Vⱼ) / lᵢᵢ. */
  #appendRow(posterior: Posterior, i: number): void {
    const own = new Float64Array(this.#capacity);
    posterior.covariances(i, this.#points, own);
    const weights = posterior.factorRow(i);
    subtractRows(own, this.#rows, weights, i);
    const [pivot, half] = [weights[i] as number, posterior.half(i)];
    for (let c = 0; c < own.length; c++) {
      const value = (own[c] as number) / pivot;
      own[c] = value;
      this.#means[c] = (this.#means[c] as number) + value * half;
      this.#explained[c] = (this.#explained[c] as number) + value * value;
    }
    this.#rows.push(own);
  }
}

/** own −= Σⱼ weightⱼ·rowⱼ for j < count, eight rows at a time: `own` would else be read and written for each. */
function subtractRows(
  own: Float64Array,
  rows: readonly Float64Array[],
  weights: Float64Array,
  count: number,
): void {
  const none = new Float64Array(own.length);
  const rowAt = (j: number): Float64Array => (j < count ? (rows[j] as Float64Array) : none);
  const weightAt = (j: number): number => (j < count ? (weights[j] as number) : 0);
  for (let j = 0; j < count; j += 8) {
    const [a, b, c, d] = [rowAt(j), rowAt(j + 1), rowAt(j + 2), rowAt(j + 3)] as const;
    const [e, f, g, h] = [rowAt(j + 4), rowAt(j + 5), rowAt(j + 6), rowAt(j + 7)] as const;
    const [p, q, r, s] = [weightAt(j), weightAt(j + 1), weightAt(j + 2), weightAt(j + 3)] as const;
    const [t, u, v, w] = [weightAt(j + 4), weightAt(j + 5), weightAt(j + 6), weightAt(j + 7)] as const;
    for (let i = 0; i < own.length; i++) {
      const first = p * (a[i] as number) + q * (b[i] as number) + r * (c[i] as number) + s * (d[i] as number);
      const last = t * (e[i] as number) + u * (f[i] as number) + v * (g[i] as number) + w * (h[i] as number);
      own[i] = (own[i] as number) - (first + last);
    }
  }
}

import type { Centring, Point } from './features.ts';

/** The sums behind a centring, over all leads that are known: labelled ones, and candidates last seen. */
export interface CensusSums {
  readonly vectors: Float64Array;
  readonly cosines: number;
  readonly squares: number;
}

/** Who is known, and where their middle is. Leads are counted once, whatever they are known for. */
export class Census {
  readonly #ids: Set<number>;
  readonly #vectors: Float64Array;
  #cosines: number;
  #squares: number;

  /** Empty, for vectors of this length; or what was counted before. */
  constructor(dimension: number, ids: Iterable<number> = [], sums?: CensusSums) {
    this.#ids = new Set(ids);
    this.#vectors = sums?.vectors.slice() ?? new Float64Array(dimension);
    this.#cosines = sums?.cosines ?? 0;
    this.#squares = sums?.squares ?? 0;
  }

  get size(): number {
    return this.#ids.size;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  ids(): IterableIterator<number> {
    return this.#ids.values();
  }

  sums(): CensusSums {
    return { vectors: this.#vectors, cosines: this.#cosines, squares: this.#squares };
  }

  /** Counts a lead whose vector can be used, once. */
  add(id: number, { vector, cosine }: Point): void {
    if (!vector || this.#ids.has(id)) return;
    this.#ids.add(id);
    const sums = this.#vectors;
    for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] as number) + (vector[j] as number);
    this.#cosines += cosine;
    this.#squares += cosine * cosine;
  }

  /** Mean embedding, and mean and population deviation of the cosines if leads have them. */
  centring(hasObjective: boolean): Centring {
    const leads = this.#ids.size;
    const mean = this.#cosines / leads;
    const variance = Math.max(0, this.#squares / leads - mean * mean);
    return {
      centre: this.#vectors.map((sum) => sum / leads),
      cosine: hasObjective ? { mean, scale: Math.sqrt(variance) } : null,
      leads,
    };
  }
}

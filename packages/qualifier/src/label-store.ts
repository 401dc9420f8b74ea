import { hash32 } from '@fairlead/shared/runtime/random';
import type { Label } from './strategy.ts';
import { areEqual, checksum, isUsable } from './vectors.ts';

/** What happened to the labels: one is new, one of them changed, or nothing a fit would see. */
export type LabelChange = 'new' | 'changed' | 'none';

/** The labels a strategy learns from, one for each id, all of one length. */
export class LabelStore {
  readonly #usable = new Map<number, Label>();
  readonly #unusable = new Set<number>();
  #dimension: number | null = null;

  /** The length of the vectors; null while there is none. */
  get dimension(): number | null {
    return this.#dimension;
  }

  /** How many labels have a vector that says nothing, and are left out. */
  get unusable(): number {
    return this.#unusable.size;
  }

  get size(): number {
    return this.#usable.size;
  }

  /** Throws RangeError when the vector is not as long as the others. */
  add(label: Label): LabelChange {
    this.#dimension ??= label.vector.length;
    if (label.vector.length !== this.#dimension) {
      throw new RangeError(
        `vectors must be of one length: they have ${this.#dimension} numbers, that of ${label.id} has ${label.vector.length}`,
      );
    }
    const before = this.#usable.get(label.id);
    if (!isUsable(label.vector)) {
      this.#unusable.add(label.id);
      return this.#usable.delete(label.id) ? 'changed' : 'none';
    }
    this.#unusable.delete(label.id);
    this.#usable.set(label.id, label);
    if (!before) return 'new';
    const same = before.qualified === label.qualified && areEqual(before.vector, label.vector);
    return same ? 'none' : 'changed';
  }

  counts(): { positives: number; negatives: number } {
    let positives = 0;
    for (const label of this.#usable.values()) if (label.qualified) positives++;
    return { positives, negatives: this.#usable.size - positives };
  }

  /** By id, so that a fit does not depend on the order in which verdicts were read. */
  sorted(): Label[] {
    return [...this.#usable.values()].sort((a, b) => a.id - b.id);
  }

  get(id: number): Label | undefined {
    return this.#usable.get(id);
  }

  /** Of ids, verdicts and vectors, in this order: whether a stored fit is of exactly these labels. */
  digest(ids: readonly number[]): number {
    const texts = ids.map((id) => {
      const label = this.#usable.get(id);
      return label ? `${id}:${Number(label.qualified)}:${checksum(label.vector)}` : `${id}:none`;
    });
    return hash32(texts.join(','));
  }
}

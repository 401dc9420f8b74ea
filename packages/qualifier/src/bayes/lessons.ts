import type { Label, LabelSource } from '../strategy.ts';

/** How many labels of the language model one label of each kind is worth; 0: ignored. */
export type LabelWeights = Readonly<Record<Exclude<LabelSource, 'model'>, number>>;

/** What all labels of one lead say together: weights of yes and of no. */
export interface Lesson {
  readonly id: number;
  readonly vector: Float32Array;
  readonly yes: number;
  readonly no: number;
}

/** The labels of one lead that count. */
interface Dossier {
  readonly verdict: Label | null;
  readonly outcomes: readonly Label[];
}

/**
 * All labels, one lesson a lead, in the order in which leads were first labelled. A later verdict
 * replaces an earlier one, but none replaces a human's, which also silences what the person did. An
 * outcome replaces an outcome of its kind. What the strategy decided itself never teaches.
 */
export class Lessons {
  readonly #weights: LabelWeights;
  readonly #dossiers = new Map<number, Dossier>();
  readonly #lessons = new Map<number, Lesson>();

  constructor(weights: LabelWeights) {
    this.#weights = weights;
  }

  /** Takes a label in. Says what became of its lead's lesson. */
  add(label: Label): 'new' | 'changed' | 'none' {
    if (label.source === 'model' || this.#weights[label.source] === 0) return 'none';
    const dossier = file(this.#dossiers.get(label.id) ?? { verdict: null, outcomes: [] }, label);
    this.#dossiers.set(label.id, dossier);
    const known = this.#lessons.get(label.id);
    const lesson = this.#summarise(label, dossier);
    if (known?.yes === lesson.yes && known.no === lesson.no) return 'none';
    this.#lessons.set(label.id, lesson);
    return known ? 'changed' : 'new';
  }

  get count(): number {
    return this.#lessons.size;
  }

  get(id: number): Lesson | undefined {
    return this.#lessons.get(id);
  }

  /** In order of arrival. */
  all(): Lesson[] {
    return [...this.#lessons.values()];
  }

  counts(): { positives: number; negatives: number } {
    let positives = 0;
    for (const lesson of this.#lessons.values()) if (lesson.yes > lesson.no) positives++;
    return { positives, negatives: this.#lessons.size - positives };
  }

  #summarise({ id, vector }: Label, { verdict, outcomes }: Dossier): Lesson {
    let [yes, no] = [0, 0];
    for (const { source, qualified } of verdict ? [verdict, ...outcomes] : outcomes) {
      const weight = source === 'model' ? 0 : this.#weights[source];
      if (qualified) yes += weight;
      else no += weight;
    }
    return { id, vector: this.#lessons.get(id)?.vector ?? vector, yes, no };
  }
}

function file(dossier: Dossier, label: Label): Dossier {
  const { verdict, outcomes } = dossier;
  if (label.source === 'human') return { verdict: label, outcomes: [] };
  if (verdict?.source === 'human') return dossier;
  if (label.source === 'llm') return { verdict: label, outcomes };
  return { verdict, outcomes: [...outcomes.filter(({ source }) => source !== label.source), label] };
}

import { type ClassicModel, fitClassicModel, rebuildClassicModel } from './classic-model.ts';
import type { LabelStore } from './label-store.ts';
import { row } from './matrix.ts';
import type { ClassicState, DimensionOptimum } from './model-state.ts';
import type { Label } from './strategy.ts';

type Stored = NonNullable<ClassicState['fitted']>;

/** A model and the labels it has learned: those of the search, and those appended since. */
export class Fit {
  readonly model: ClassicModel;
  readonly #searched: readonly number[];
  readonly #appended: number[] = [];

  private constructor(model: ClassicModel, searched: readonly Label[]) {
    this.model = model;
    this.#searched = searched.map(({ id }) => id);
  }

  /** `labels` by id, at least two; `previous` are optima to start from as well. */
  static search(labels: readonly Label[], previous: readonly DimensionOptimum[] = []): Fit {
    return new Fit(fitClassicModel(vectorsOf(labels), targetsOf(labels), previous), labels);
  }

  /** The fit as it was stored, or null when a label it had seen is gone or changed. */
  static restore({ searched, appended, labelsDigest, dims, optima }: Stored, store: LabelStore): Fit | null {
    if (store.digest([...searched, ...appended]) !== labelsDigest) return null;
    const [base, later] = [searched, appended].map((ids) => ids.flatMap((id) => store.get(id) ?? []));
    if (!base || !later) return null;
    const fit = new Fit(rebuildClassicModel(vectorsOf(base), targetsOf(base), dims, optima), base);
    for (const label of later) fit.append(label);
    return fit;
  }

  /** How many labels the last search saw. */
  get searched(): number {
    return this.#searched.length;
  }

  /** Conditions on one more label, exactly; components, scaling and hyper-parameters stay. */
  append(label: Label): void {
    const point = row(this.model.transform([label.vector]), 0);
    this.model.posterior.append(point, Number(label.qualified));
    this.#appended.push(label.id);
  }

  /** Of all labels, in the order of the posterior's points. */
  ids(): number[] {
    return [...this.#searched, ...this.#appended];
  }

  state(store: LabelStore): Stored {
    return {
      ...store.counts(),
      labelsDigest: store.digest(this.ids()),
      searched: this.#searched,
      appended: [...this.#appended],
      dims: this.model.dims,
      optima: this.model.optima,
    };
  }
}

function vectorsOf(labels: readonly Label[]): Float32Array[] {
  return labels.map(({ vector }) => vector);
}

function targetsOf(labels: readonly Label[]): Float64Array {
  return Float64Array.from(labels, ({ qualified }) => Number(qualified));
}

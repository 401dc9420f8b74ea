import type { Random } from '@fairlead/shared/runtime/random';
import { argmax, bald, clipProbability, standardNormals } from './acquisition.ts';
import { type ClassicModel, fitClassicModel, rebuildClassicModel } from './classic-model.ts';
import { findConcerns } from './concerns.ts';
import { passGate } from './gate.ts';
import { LabelStore } from './label-store.ts';
import { ClassicOptions, type ClassicState, modelStateVersion } from './model-state.ts';
import type {
  Candidate,
  Choice,
  Concern,
  Decision,
  Label,
  Proposal,
  QualifierStrategy,
  StrategyContext,
} from './strategy.ts';
import { isUsable } from './vectors.ts';

/** Monte-Carlo draws per information-gain score. */
const draws = 100;

/**
 * The original's method (mission.md §4): Gaussian process regression on 0/1 in a few principal
 * components, likely leads first while noes prevail, informative ones otherwise. With the guard, which
 * is on by default, the strategy's own decisions never train it and it may not decide before the
 * model has a footing; without it the original is reproduced. It learns from verdicts only, not from
 * who accepted or replied, and parks nobody.
 *
 * A vector that is zero or has numbers that are not finite says nothing: as a label it is left out, as
 * a candidate it is chosen last, its probability is NaN, and it is asked about.
 */
export class ClassicStrategy implements QualifierStrategy {
  readonly name = 'classic';
  readonly #options: ClassicOptions;
  readonly #embeddingModel: string;
  readonly #labels = new LabelStore();
  #model: ClassicModel | null = null;
  #stale = true;
  #candidates: number | null = null;
  #concerns: Concern[] | null = null;
  /** A fit read from a snapshot: exact while the labels are the same, a warm start afterwards. */
  #restored: ClassicState['fitted'] = null;

  constructor(options: Partial<ClassicOptions>, { embeddingModel }: StrategyContext) {
    this.#options = ClassicOptions.parse(options);
    this.#embeddingModel = embeddingModel;
  }

  /**
   * The strategy as it was when `state` was taken, if `labels` are what it had seen then; else refitted,
   * warm. Null when it was taught other vectors.
   */
  static restore(
    state: ClassicState,
    labels: Iterable<Label>,
    context: StrategyContext,
  ): ClassicStrategy | null {
    if (state.embeddingModel !== context.embeddingModel) return null;
    const strategy = new ClassicStrategy(state.options, context);
    strategy.#restored = state.fitted;
    for (const label of labels) {
      if (label.vector.length !== (state.dimension ?? label.vector.length)) return null;
      strategy.observe(label);
    }
    return strategy;
  }

  observe(label: Label): void {
    if (label.source === 'accepted' || label.source === 'replied') return;
    if (this.#options.guard && label.source === 'model') return;
    this.#concerns = null;
    if (this.#labels.add(label) !== 'none') this.#stale = true;
  }

  propose(candidates: readonly Candidate[], random: Random): Proposal | null {
    const first = candidates[0];
    if (!first) return null;
    if (this.#candidates !== candidates.length) this.#concerns = null;
    this.#candidates = candidates.length;
    const model = this.#fitted();
    const able = candidates.filter(({ vector }) => isUsable(vector));
    if (!model || able.length === 0) return { kind: 'judge', id: first.id, why: 'first-come', score: null };
    const points = model.transform(able.map((candidate) => candidate.vector));
    const { positives, negatives } = this.#labels.counts();
    if (negatives > positives) {
      return best('exploit', able, model.process.means(points).map(clipProbability));
    }
    const { means, stds } = model.process.predict(points);
    const normals = standardNormals(random, draws);
    return best(
      'explore',
      able,
      means.map((mean, i) => bald(mean, stds[i] as number, normals)),
    );
  }

  decide(vector: Float32Array): Decision {
    const model = this.#fitted();
    const objection = this.concerns().find(({ asks }) => asks)?.text ?? null;
    const unknown = { kind: 'ask', probability: null, entropy: null, std: null } as const;
    if (!model) return { ...unknown, why: objection ?? 'there is no fit yet' };
    if (!isUsable(vector)) return { ...unknown, why: 'the vector is zero or not finite' };
    const { means, stds } = model.process.predict(model.transform([vector]));
    return passGate(means[0] as number, stds[0] as number, this.#options, objection);
  }

  probabilities(vectors: readonly Float32Array[]): Float64Array | null {
    const model = this.#fitted();
    if (!model) return null;
    const means = model.process.means(model.transform(vectors));
    return means.map((mean, i) =>
      isUsable(vectors[i] as Float32Array) ? clipProbability(mean) : Number.NaN,
    );
  }

  /** Nobody: it parks nobody. */
  reopen(_parked: readonly Candidate[]): readonly number[] {
    return [];
  }

  /** At the hyper-parameters and components of all labels: only the target of each is held out. */
  heldOut(): ReadonlyMap<number, number> | null {
    const model = this.#fitted();
    if (!model) return null;
    const means = model.process.leaveOneOut();
    return new Map(this.#labels.sorted().map(({ id }, i) => [id, clipProbability(means[i] as number)]));
  }

  concerns(): readonly Concern[] {
    const process = this.#fitted()?.process ?? null;
    this.#concerns ??= findConcerns({
      labels: this.#labels.sorted(),
      unusable: this.#labels.unusable,
      candidates: this.#candidates,
      fit: process,
    }).map((concern) => ({
      ...concern,
      asks: concern.asks && (this.#options.guard || concern.code === 'one-class'),
    }));
    return this.#concerns;
  }

  snapshot(): ClassicState {
    const model = this.#fitted();
    const fitted = model && {
      ...this.#labels.counts(),
      labelsDigest: this.#labels.digest(),
      appended: [],
      dims: model.dims,
      optima: model.optima,
    };
    return {
      version: modelStateVersion,
      name: this.name,
      embeddingModel: this.#embeddingModel,
      dimension: this.#labels.dimension,
      options: this.#options,
      fitted,
    };
  }

  /** The model of all labels, fitted when they changed; null while a class is missing. */
  #fitted(): ClassicModel | null {
    const { positives, negatives } = this.#labels.counts();
    if (positives === 0 || negatives === 0) return null;
    if (this.#stale || !this.#model) this.#model = this.#fit();
    this.#stale = false;
    return this.#model;
  }

  #fit(): ClassicModel {
    const labels = this.#labels.sorted();
    const vectors = labels.map((label) => label.vector);
    const targets = Float64Array.from(labels, (label) => Number(label.qualified));
    const restored = this.#restored;
    this.#restored = null;
    if (restored?.labelsDigest === this.#labels.digest()) {
      return rebuildClassicModel(vectors, targets, restored.dims, restored.optima);
    }
    return fitClassicModel(vectors, targets, this.#model?.optima ?? restored?.optima);
  }
}

function best(why: 'exploit' | 'explore', candidates: readonly Candidate[], scores: Float64Array): Choice {
  const at = argmax(scores);
  return { kind: 'judge', id: (candidates[at] as Candidate).id, why, score: scores[at] as number };
}

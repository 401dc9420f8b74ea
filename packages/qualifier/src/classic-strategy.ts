import type { Random } from '@fairlead/shared/runtime/random';
import { argmax, clipProbability, mostInformative, standardNormals } from './acquisition.ts';
import { Fit } from './classic-fit.ts';
import { findConcerns } from './concerns.ts';
import { passGate } from './gate.ts';
import { LabelStore } from './label-store.ts';
import { ClassicOptions, type ClassicState, modelStateVersion } from './model-state.ts';
import { PoolPosterior } from './pool-posterior.ts';
import type {
  Candidate,
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

/** Up to this many labels every new one brings a search; above, every `growth`-th share of them. */
const searchEachUpTo = 40;
const growth = 1.1;

/**
 * The original's method (mission.md §4): Gaussian process regression on 0/1 in a few principal
 * components, likely leads first while noes prevail, informative ones otherwise. With the guard, which
 * is on by default, the strategy's own decisions never train it and it may not decide before the
 * model has a footing; without it the original is reproduced. It learns from verdicts only, not from
 * who accepted or replied, and parks nobody.
 *
 * Where the original searches components, scaling and hyper-parameters anew for every label, this one
 * does so up to 40 labels and then at every tenth more. In between they are frozen, and a label is
 * conditioned on exactly, which costs labels × candidates instead of a search of labels³.
 * `refit: 'each-label'` reproduces the original. A verdict that changes always brings a search.
 *
 * A vector that is zero or has numbers that are not finite says nothing: as a label it is left out, as
 * a candidate it is chosen last, its probability is NaN, and it is asked about.
 */
export class ClassicStrategy implements QualifierStrategy {
  readonly name = 'classic';
  readonly #options: ClassicOptions;
  readonly #embeddingModel: string;
  readonly #labels = new LabelStore();
  readonly #pool = new PoolPosterior();
  #fit: Fit | null = null;
  /** Labels that came since the fit learned its last. */
  #pending: Label[] = [];
  #isStale = false;
  #candidates: number | null = null;
  #concerns: Concern[] | null = null;
  /** A fit read from a snapshot. */
  #stored: ClassicState['fitted'] = null;

  constructor(options: Partial<ClassicOptions>, { embeddingModel }: StrategyContext) {
    this.#options = ClassicOptions.parse(options);
    this.#embeddingModel = embeddingModel;
  }

  /**
   * The strategy as it was when `state` was taken, if `labels` hold what it had seen then; more labels are
   * learned as they would have been. Else refitted, warm. Null when it was taught other vectors.
   */
  static restore(
    state: ClassicState,
    labels: Iterable<Label>,
    context: StrategyContext,
  ): ClassicStrategy | null {
    if (state.embeddingModel !== context.embeddingModel) return null;
    const strategy = new ClassicStrategy(state.options, context);
    strategy.#stored = state.fitted;
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
    const change = this.#labels.add(label);
    if (change === 'new') this.#pending.push(label);
    if (change === 'changed') this.#isStale = true;
  }

  propose(candidates: readonly Candidate[], random: Random): Proposal | null {
    const first = candidates[0];
    if (!first) return null;
    if (this.#candidates !== candidates.length) this.#concerns = null;
    this.#candidates = candidates.length;
    const firstCome = { kind: 'judge', id: first.id, why: 'first-come', score: null } as const;
    const fit = this.#fitted();
    if (!fit) return firstCome;
    const { means, stds } = this.#pool.predict(fit.model, candidates);
    const { positives, negatives } = this.#labels.counts();
    const why = negatives > positives ? 'exploit' : 'explore';
    const { index, score } =
      why === 'exploit' ? mostLikely(means) : mostInformative(means, stds, standardNormals(random, draws));
    const chosen = candidates[index];
    return chosen ? { kind: 'judge', id: chosen.id, why, score } : firstCome;
  }

  decide(vector: Float32Array): Decision {
    const fit = this.#fitted();
    const objection = !fit || this.#options.guard ? this.#objection() : null;
    const unknown = { kind: 'ask', probability: null, entropy: null, std: null } as const;
    if (!fit) return { ...unknown, why: objection ?? 'there is no fit yet' };
    if (!isUsable(vector)) return { ...unknown, why: 'the vector is zero or not finite' };
    const { means, stds } = fit.model.posterior.predict(fit.model.transform([vector]));
    return passGate(means[0] as number, stds[0] as number, this.#options, objection);
  }

  probabilities(vectors: readonly Float32Array[]): Float64Array | null {
    const model = this.#fitted()?.model;
    if (!model) return null;
    const means = model.posterior.means(model.transform(vectors));
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
    const fit = this.#fitted();
    if (!fit) return null;
    const means = fit.model.posterior.leaveOneOut();
    return new Map(fit.ids().map((id, i) => [id, clipProbability(means[i] as number)]));
  }

  concerns(): readonly Concern[] {
    const posterior = this.#fitted()?.model.posterior ?? null;
    this.#concerns ??= findConcerns({
      labels: this.#labels.sorted(),
      unusable: this.#labels.unusable,
      candidates: this.#candidates,
      fit: posterior,
    }).map((concern) => ({
      ...concern,
      asks: concern.asks && (this.#options.guard || concern.code === 'one-class'),
    }));
    return this.#concerns;
  }

  /** Why it decides nothing by itself; null where it may. */
  #objection(): string | null {
    return this.concerns().find(({ asks }) => asks)?.text ?? null;
  }

  snapshot(): ClassicState {
    const fit = this.#fitted();
    return {
      version: modelStateVersion,
      name: this.name,
      embeddingModel: this.#embeddingModel,
      dimension: this.#labels.dimension,
      options: this.#options,
      fitted: fit?.state(this.#labels) ?? null,
    };
  }

  /** None: it is made of one point for each person it was taught. */
  portable(): null {
    return null;
  }

  /** The fit of all labels, brought up to date when they changed; null while a class is missing. */
  #fitted(): Fit | null {
    const { positives, negatives } = this.#labels.counts();
    if (positives === 0 || negatives === 0) return null;
    if (this.#stored && !this.#isStale) this.#restore(this.#stored);
    this.#stored = null;
    if (this.#isStale || !this.#fit || (this.#pending.length > 0 && this.#isSearchDue(this.#fit))) {
      this.#fit = Fit.search(this.#labels.sorted(), this.#fit?.model.optima);
    } else {
      for (const label of this.#pending) this.#fit.append(label);
    }
    this.#pending = [];
    this.#isStale = false;
    return this.#fit;
  }

  /** Takes over the stored fit; what of the labels it had not seen stays pending. */
  #restore(stored: NonNullable<ClassicState['fitted']>): void {
    const fit = Fit.restore(stored, this.#labels);
    if (!fit) return;
    this.#fit = fit;
    const seen = new Set(fit.ids());
    this.#pending = this.#pending.filter(({ id }) => !seen.has(id));
  }

  #isSearchDue({ searched }: Fit): boolean {
    const labels = this.#labels.size;
    const { refit, searchUpTo } = this.#options;
    if (searchUpTo !== null && labels > searchUpTo) return false;
    return refit === 'each-label' || labels <= searchEachUpTo || labels >= growth * searched;
  }
}

function mostLikely(means: Float64Array): { index: number; score: number } {
  const probabilities = means.map(clipProbability);
  const index = argmax(probabilities);
  const score = probabilities[index] as number;
  return { index: Number.isNaN(score) ? -1 : index, score };
}

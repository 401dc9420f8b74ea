import { hash32, type Random } from '@fairlead/shared/runtime/random';
import { argmax, bald, clipProbability, standardNormals } from './acquisition.ts';
import { type ClassicModel, fitClassicModel, rebuildClassicModel } from './classic-model.ts';
import { guardObjection, passGate } from './gate.ts';
import { ClassicOptions, type ClassicState, modelStateVersion } from './model-state.ts';
import type { Candidate, Decision, Label, Proposal, QualifierStrategy, StrategyContext } from './strategy.ts';

/** Monte-Carlo draws per information-gain score. */
const draws = 100;

/**
 * The original's method (mission.md §4): Gaussian process regression on 0/1 in a few principal
 * components, likely leads first while noes prevail, informative ones otherwise. With the guard, which
 * is on by default, the strategy's own decisions never train it and it may not decide before the
 * model has a footing; without it the original is reproduced.
 */
export class ClassicStrategy implements QualifierStrategy {
  readonly name = 'classic';
  readonly #options: ClassicOptions;
  readonly #labels = new Map<number, Label>();
  #model: ClassicModel | null = null;
  #stale = true;
  /** A fit read from a snapshot: exact while the labels are the same, a warm start afterwards. */
  #restored: ClassicState['fitted'] = null;

  constructor(options: Partial<ClassicOptions> = {}) {
    this.#options = ClassicOptions.parse(options);
  }

  /** The strategy as it was when `state` was taken, if `labels` are what it had seen then; else refitted, warm. */
  static restore(state: ClassicState, labels: Iterable<Label>, _context: StrategyContext): ClassicStrategy {
    const strategy = new ClassicStrategy(state.options);
    strategy.#restored = state.fitted;
    for (const label of labels) strategy.observe(label);
    return strategy;
  }

  observe(label: Label): void {
    if (this.#options.guard && label.source === 'model') return;
    this.#labels.set(label.id, label);
    this.#stale = true;
  }

  propose(candidates: readonly Candidate[], random: Random): Proposal | null {
    const first = candidates[0];
    if (!first) return null;
    const model = this.#fitted();
    if (!model) return { kind: 'judge', id: first.id, why: 'first-come', score: null };
    const points = model.transform(candidates.map((candidate) => candidate.vector));
    const { positives, negatives } = this.#counts();
    if (negatives > positives) {
      return best('exploit', candidates, model.process.means(points).map(clipProbability));
    }
    const { means, stds } = model.process.predict(points);
    const normals = standardNormals(random, draws);
    return best(
      'explore',
      candidates,
      means.map((mean, i) => bald(mean, stds[i] as number, normals)),
    );
  }

  decide(vector: Float32Array): Decision {
    const model = this.#fitted();
    const counts = this.#counts();
    if (!model) {
      const why = `${counts.positives} yes and ${counts.negatives} no labels: one of each is needed to learn`;
      return { kind: 'ask', probability: null, entropy: null, std: null, why };
    }
    const { means, stds } = model.process.predict(model.transform([vector]));
    const constant = Math.exp(model.process.theta[0]);
    const objection = this.#options.guard ? guardObjection({ ...counts, constant }) : null;
    return passGate(means[0] as number, stds[0] as number, this.#options, objection);
  }

  probabilities(vectors: readonly Float32Array[]): Float64Array | null {
    const model = this.#fitted();
    return model?.process.means(model.transform(vectors)).map(clipProbability) ?? null;
  }

  snapshot(): ClassicState {
    const model = this.#fitted();
    const fitted = model && {
      ...this.#counts(),
      labelsDigest: digest(this.#sorted()),
      dims: model.dims,
      optima: [...model.optima],
    };
    return { version: modelStateVersion, name: this.name, options: this.#options, fitted };
  }

  /** The model of all labels, fitted when they changed; null while a class is missing. */
  #fitted(): ClassicModel | null {
    const { positives, negatives } = this.#counts();
    if (positives === 0 || negatives === 0) return null;
    if (this.#stale || !this.#model) this.#model = this.#fit();
    this.#stale = false;
    return this.#model;
  }

  #fit(): ClassicModel {
    const labels = this.#sorted();
    const vectors = labels.map((label) => label.vector);
    const targets = Float64Array.from(labels, (label) => Number(label.qualified));
    const restored = this.#restored;
    this.#restored = null;
    if (restored?.labelsDigest === digest(labels)) {
      return rebuildClassicModel(vectors, targets, restored.dims, restored.optima);
    }
    return fitClassicModel(vectors, targets, this.#model?.optima ?? restored?.optima);
  }

  #counts(): { positives: number; negatives: number } {
    let positives = 0;
    for (const label of this.#labels.values()) if (label.qualified) positives++;
    return { positives, negatives: this.#labels.size - positives };
  }

  /** By id, so that a fit does not depend on the order in which verdicts were read. */
  #sorted(): Label[] {
    return [...this.#labels.values()].sort((a, b) => a.id - b.id);
  }
}

/** Of ids, verdicts and vectors: whether a stored fit is of exactly these labels. */
function digest(labels: readonly Label[]): number {
  const texts = labels.map(({ id, qualified, vector }) => {
    const checksum = vector.reduce((sum, value, i) => sum + value * (i + 1), 0);
    return `${id}:${Number(qualified)}:${checksum}`;
  });
  return hash32(texts.join(','));
}

function best(why: 'exploit' | 'explore', candidates: readonly Candidate[], scores: Float64Array): Proposal {
  const at = argmax(scores);
  return { kind: 'judge', id: (candidates[at] as Candidate).id, why, score: scores[at] as number };
}

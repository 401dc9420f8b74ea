import { pick, type Random } from '@fairlead/shared/runtime/random';
import type { z } from 'zod';
import { binaryEntropy } from './acquisition.ts';
import { findConcerns } from './bayes/concerns.ts';
import { Learner } from './bayes/learner.ts';
import { isAbout, readMemory, splitLabels, subjectOf, writeMemory } from './bayes/memory.ts';
import type { BayesModel, Latent } from './bayes/model.ts';
import type { Pool } from './bayes/pool.ts';
import { BayesOptions, type BayesState, modelStateVersion } from './model-state.ts';
import { exportModel, type PortableModel, portableLabels } from './portable.ts';
import type {
  Candidate,
  Concern,
  Decision,
  Label,
  Parking,
  Proposal,
  QualifierStrategy,
  StrategyContext,
} from './strategy.ts';

/** Until so many yeses are known, draws are this many times as frequent: the objective may mislead. */
const learningPhase = { positives: 10, draws: 3 } as const;

/**
 * Bayesian logistic regression on the whole embedding, its cosine to the objective and a bias: asks
 * about the likeliest candidate, and stops when none is likely enough. It decides nothing from labels
 * of its own, and nothing at all before it has a footing (stop-rule.ts, concerns.ts).
 */
export class BayesStrategy implements QualifierStrategy {
  readonly name = 'bayes';
  readonly #options: BayesOptions;
  readonly #context: StrategyContext;
  #learner: Learner;

  constructor(options: z.input<typeof BayesOptions>, context: StrategyContext) {
    this.#options = BayesOptions.parse(options);
    this.#context = context;
    this.#learner = new Learner(this.#options.weights, context);
  }

  /**
   * The strategy as it was when `state` was taken, with the labels that came since observed in their
   * order; taught anew by all of `labels` when those it had learned are not among them. Null when the
   * state is about other embeddings or another objective.
   */
  static restore(state: BayesState, labels: Iterable<Label>, context: StrategyContext): BayesStrategy | null {
    const all = [...labels];
    if (!isAbout(state, all, context)) return null;
    const strategy = new BayesStrategy(state.options, context);
    const { fitted, dimension } = state;
    const memory = fitted && dimension !== null ? readMemory(fitted, dimension) : null;
    const parts = fitted && splitLabels(fitted, all);
    if (memory && parts) {
      strategy.#learner = Learner.resume(state.options.weights, context, memory, parts.learned);
    }
    for (const label of memory && parts ? parts.later : all) strategy.observe(label);
    return strategy;
  }

  observe(label: Label): void {
    if (label.source !== 'model') this.#learner.observe(label);
  }

  propose(candidates: readonly Candidate[], random: Random): Proposal | null {
    const first = candidates[0];
    if (!first) return null;
    this.#learner.meet(candidates);
    const model = this.#learner.model();
    const ready = this.#speaks();
    // Without labels of both kinds the objective alone says who is likelier: better than whoever came first.
    if (!model || !(ready || this.#learner.hasObjective)) {
      return { kind: 'judge', id: first.id, why: 'first-come', score: null };
    }
    const pool = this.#learner.pool;
    pool.align(model);
    const best = pool.best();
    // Before any draw: chance neither hastens the end nor puts it off.
    if (best.probability < this.#options.threshold && this.#mayDecide(model)) {
      return this.#park(candidates, pool, best.probability);
    }
    if (random.next() < this.#randomShare()) {
      return { kind: 'judge', id: pick(random, candidates).id, why: 'random', score: null };
    }
    const { id } = candidates[best.position] as Candidate;
    return { kind: 'judge', id, why: 'exploit', score: best.probability };
  }

  decide(vector: Float32Array): Decision {
    const model = this.#speaks() ? this.#learner.model() : null;
    const point = this.#learner.describe(vector);
    if (!model || !point.vector) {
      const { positives, negatives } = this.#learner.lessons.counts();
      const why = model
        ? 'its embedding cannot be used'
        : `${positives} yes and ${negatives} no labels: one of each is needed to learn`;
      return { kind: 'ask', probability: null, entropy: null, std: null, why };
    }
    const [latent] = model.latents([point]) as [Latent];
    const probability = model.probability(latent);
    const numbers = { probability, entropy: binaryEntropy(probability), std: Math.sqrt(latent.variance) };
    const { acceptAt } = this.#options;
    const ask = (why: string): Decision => ({ kind: 'ask', ...numbers, why });
    if (acceptAt === null) return ask('it accepts nobody without asking');
    if (probability < acceptAt) return ask(`probability ${probability.toFixed(3)} is below ${acceptAt}`);
    const objection = this.#objection(model);
    return objection === null ? { kind: 'auto', qualified: true, ...numbers } : ask(objection);
  }

  probabilities(vectors: readonly Float32Array[]): Float64Array | null {
    const model = this.#speaks() ? this.#learner.model() : null;
    if (!model) return null;
    const latents = model.latents(vectors.map((vector) => this.#learner.describe(vector)));
    return Float64Array.from(latents, (latent) => model.probability(latent));
  }

  /**
   * Parked leads at or above the threshold by now. They cannot be parked again by the same model, since
   * the same number parks; and a model only changes with a label, so every turn around costs one lead.
   */
  reopen(parked: readonly Candidate[]): readonly number[] {
    const probabilities = this.probabilities(parked.map(({ vector }) => vector));
    if (!probabilities) return [];
    return parked.flatMap(({ id }, i) =>
      (probabilities[i] as number) >= this.#options.threshold ? [id] : [],
    );
  }

  heldOut(): ReadonlyMap<number, number> | null {
    return (this.#speaks() && this.#learner.model()?.heldOut()) || null;
  }

  concerns(): readonly Concern[] {
    return findConcerns(this.#learner, this.#learner.model());
  }

  snapshot(): BayesState {
    const memory = this.#learner.memory();
    return {
      version: modelStateVersion,
      name: this.name,
      ...subjectOf(this.#context, this.#learner.dimension),
      options: this.#options,
      fitted: memory && writeMemory(memory, this.#learner.lessons.all()),
    };
  }

  portable(): PortableModel | null {
    const { positives, negatives } = this.#learner.lessons.counts();
    const model = this.#speaks() && positives + negatives >= portableLabels ? this.#learner.model() : null;
    const { embeddingModel } = this.#context;
    const objective = this.#learner.hasObjective ? this.#context.objective : null;
    return model && exportModel(model, { embeddingModel, objective });
  }

  /** Whether there are labels of both kinds. */
  #speaks(): boolean {
    const { positives, negatives } = this.#learner.lessons.counts();
    return positives > 0 && negatives > 0;
  }

  #mayDecide(model: BayesModel): boolean {
    return this.#objection(model) === null;
  }

  /** What keeps the strategy from deciding by itself; null when nothing does. */
  #objection(model: BayesModel): string | null {
    return findConcerns(this.#learner, model).find(({ asks }) => asks)?.text ?? null;
  }

  #randomShare(): number {
    const { randomShare } = this.#options;
    const learning = this.#learner.lessons.counts().positives < learningPhase.positives;
    return learning ? Math.min(1, learningPhase.draws * randomShare) : randomShare;
  }

  #park(candidates: readonly Candidate[], pool: Pool, highest: number): Parking {
    const probabilities = pool.probabilities();
    const leads = candidates.map(({ id }, i) => ({ id, probability: probabilities[i] as number }));
    const { positives, negatives } = this.#learner.lessons.counts();
    const why =
      `after ${positives + negatives} labels with ${positives} yes the likeliest of ${leads.length} leads has ` +
      `${(100 * highest).toFixed(1)} %, below ${100 * this.#options.threshold} %`;
    return { kind: 'park', leads, why };
  }
}

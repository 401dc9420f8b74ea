import type { Candidate, Label, StrategyContext } from '../strategy.ts';
import { isUsable } from '../vectors.ts';
import { Census } from './census.ts';
import { type Centring, type Point, pointOf } from './features.ts';
import type { WarmStart } from './laplace.ts';
import { type LabelWeights, type Lesson, Lessons } from './lessons.ts';
import { BayesModel, compareVariances, type Example, mostProbable, type StoredFit } from './model.ts';
import { Pool } from './pool.ts';
import { embeddingVariances, firstEmbeddingVariance } from './prior.ts';
import { lastChoice, lastRefit } from './schedule.ts';

/** Known leads beyond those a fit was centred on, as a share, that call for a new one. */
const strangersAllowed = 0.1;

/** A fit that is due: to the first so many lessons, centred on who was known then. */
interface Due {
  readonly lessons: number;
  readonly centring: Centring;
}

/** All that a learner knows besides labels and vectors. */
export interface Memory {
  /** In the order in which they were learned. */
  readonly lessons: readonly Omit<Lesson, 'vector'>[];
  /** The fit, and of how many of the lessons: the others were learned one by one. */
  readonly fit: StoredFit & { readonly lessons: number };
  readonly census: Census;
}

/**
 * What a campaign has learned. When a fit is due, and on whom it is centred, follows from the labels
 * and candidates as they come, never from when somebody asks: whoever sees the same has the same model.
 */
export class Learner {
  readonly pool = new Pool();
  readonly lessons: Lessons;
  readonly #objective: Float32Array | null;
  readonly #points = new Map<number, Point>();
  readonly #unusableLabels = new Set<number>();
  #unusableCandidates = 0;
  #hasMet = false;
  #dimension: number | null;
  #census: Census;
  /** How many leads were known when a fit was last due. */
  #centredOn = 0;
  #refit: Due | null = null;
  #choice: Due | null = null;
  #variance: number = firstEmbeddingVariance;
  #model: BayesModel | null = null;
  #fitted = 0;
  #learned = 0;
  #stored: Memory['fit'] | null = null;

  constructor(weights: LabelWeights, { objective }: StrategyContext) {
    this.#objective = objective && isUsable(objective) ? objective : null;
    this.lessons = new Lessons(weights);
    this.#dimension = this.#objective?.length ?? null;
    this.#census = new Census(this.#dimension ?? 0);
  }

  /** Goes on from `memory`, which must fit the vectors of `labels`: those of its lessons, in any order. */
  static resume(
    weights: LabelWeights,
    context: StrategyContext,
    memory: Memory,
    labels: readonly Label[],
  ): Learner {
    const learner = new Learner(weights, context);
    learner.#dimension = memory.fit.centring.centre.length;
    for (const label of labels) {
      learner.lessons.add(label);
      learner.#points.set(label.id, learner.describe(label.vector));
    }
    learner.#census = memory.census;
    learner.#centredOn = memory.fit.centring.leads;
    learner.#variance = memory.fit.embeddingVariance;
    learner.#stored = memory.fit;
    learner.#fitted = memory.fit.lessons;
    const changed = memory.lessons.some(({ id, yes, no }) => {
      const now = learner.lessons.get(id);
      return now?.yes !== yes || now.no !== no;
    });
    if (changed) learner.#refit = learner.#dueNow();
    return learner;
  }

  get hasObjective(): boolean {
    return this.#objective !== null;
  }

  /** Leads whose vectors cannot be used: labels that do not teach, candidates that look like the average. */
  get unusable(): number {
    return this.#unusableLabels.size + this.#unusableCandidates;
  }

  /** Numbers in a vector; null before one was seen. */
  get dimension(): number | null {
    return this.#dimension;
  }

  /** Labelled leads and candidates last met. */
  get known(): number {
    return this.#census.size;
  }

  /** Throws RangeError when the vector is not as long as the others. */
  describe(vector: Float32Array): Point {
    if (this.#dimension === null) {
      this.#dimension = vector.length;
      this.#census = new Census(vector.length);
    }
    if (vector.length !== this.#dimension) {
      throw new RangeError(
        `vectors must be of one length: they have ${this.#dimension} numbers, one has ${vector.length}`,
      );
    }
    return pointOf(vector, this.#objective);
  }

  observe(label: Label): void {
    const point = this.describe(label.vector);
    if (!point.vector) {
      this.#unusableLabels.add(label.id);
      return;
    }
    const change = this.lessons.add(label);
    if (change === 'none') return;
    if (!this.#points.has(label.id)) this.#points.set(label.id, point);
    this.#census.add(label.id, point);
    const count = this.lessons.count;
    if (change === 'changed' || lastRefit(count) === count) this.#refit = this.#dueNow();
    if (change === 'new' && lastChoice(count) === count) this.#choice = this.#dueNow();
  }

  /** Makes `candidates` the pool. */
  meet(candidates: readonly Candidate[]): void {
    const { arrived, departed } = this.pool.admit(candidates, (vector) => this.describe(vector));
    for (const i of arrived) this.#census.add((candidates[i] as Candidate).id, this.pool.point(i));
    // After `resume` it is not known who of those counted then is still there.
    const someMayBeGone = !this.#hasMet || departed.some((id) => !this.lessons.get(id));
    if (arrived.length > 0 || someMayBeGone) this.#recount(candidates);
    this.#hasMet = true;
    if (this.#census.size > this.#centredOn * (1 + strangersAllowed)) this.#refit = this.#dueNow();
  }

  /** The model of all that was seen; null before anything was. */
  model(): BayesModel | null {
    const lessons = this.lessons.all();
    if (this.#refit) this.#fit(this.#refit, lessons);
    else if (!this.#model && this.#stored) {
      this.#model = BayesModel.rebuild(this.#examples(lessons.slice(0, this.#fitted)), this.#stored);
      this.#learned = this.#fitted;
    }
    for (const example of this.#examples(lessons.slice(this.#learned))) this.#model?.learn(example);
    this.#learned = lessons.length;
    return this.#model;
  }

  /** What `resume` goes on from; null before there is a model. */
  memory(): Memory | null {
    const model = this.model();
    if (!model) return null;
    const fit = { ...model.stored, lessons: this.#fitted };
    return { lessons: this.lessons.all(), fit, census: this.#census };
  }

  #fit({ lessons, centring }: Due, all: readonly Lesson[]): void {
    let start: WarmStart | null =
      this.#model ?? (this.#stored && { mode: this.#stored.anchor, covariance: null });
    if (this.#choice) {
      const examples = this.#examples(all.slice(0, this.#choice.lessons));
      const choices = compareVariances(examples, this.#choice.centring, embeddingVariances, start?.mode);
      const chosen = mostProbable(choices);
      [this.#variance, start] = [chosen.variance, chosen.fit];
    }
    const examples = this.#examples(all.slice(0, lessons));
    this.#model = BayesModel.fit(examples, centring, this.#variance, start ?? undefined);
    [this.#fitted, this.#learned] = [lessons, lessons];
    [this.#refit, this.#choice, this.#stored] = [null, null, null];
  }

  /** Sums cannot forget: where somebody has left, they are taken again. */
  #recount(candidates: readonly Candidate[]): void {
    const points = candidates.map((_, i) => this.pool.point(i));
    this.#unusableCandidates = points.filter(({ vector }) => !vector).length;
    const unlabelled = candidates.filter(({ id }, i) => points[i]?.vector && !this.lessons.get(id)).length;
    if (this.#census.size <= this.lessons.count + unlabelled) return;
    this.#census = new Census(this.#dimension ?? 0);
    for (const [id, point] of this.#points) this.#census.add(id, point);
    candidates.forEach(({ id }, i) => {
      this.#census.add(id, points[i] as Point);
    });
  }

  #dueNow(): Due {
    this.#centredOn = this.#census.size;
    return { lessons: this.lessons.count, centring: this.#census.centring(this.hasObjective) };
  }

  #examples(lessons: readonly Lesson[]): Example[] {
    return lessons.map(({ id, yes, no }) => ({ id, yes, no, ...(this.#points.get(id) as Point) }));
  }
}

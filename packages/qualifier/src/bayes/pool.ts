import { type Matrix, zeros } from '../matrix.ts';
import type { Candidate } from '../strategy.ts';
import { areEqual } from '../vectors.ts';
import { calibrate, moderate } from './calibration.ts';
import { featureCount, type Point, writeFeatures } from './features.ts';
import { multiplyVector } from './kernels.ts';
import type { BayesModel, Update } from './model.ts';

interface Member {
  readonly id: number;
  readonly given: Float32Array;
  readonly point: Point;
  /** The last round in which it was a candidate. */
  round: number;
}

/** Rows whose variances are computed at once. */
const blockRows = 256;

/**
 * The candidates with what the model says of them, kept between rounds by id: who comes or goes costs
 * only itself, a label costs one pass over the features (candidates × features doubles).
 */
export class Pool {
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #fresh = new Set<number>();
  readonly #members: (Member | null)[] = [];
  #features: Matrix = zeros(0, 0);
  #means = new Float64Array(0);
  #variances = new Float64Array(0);
  #covariances = new Float64Array(0);
  /** The slots of the candidates of this round, in their order. */
  #round: number[] = [];
  #rounds = 0;
  #model: BayesModel | null = null;
  #applied = 0;

  /**
   * Makes `candidates` the pool. `describe` is asked about those not seen before. Returns the positions
   * of those, and the ids of the ones that are candidates no more.
   */
  admit(
    candidates: readonly Candidate[],
    describe: (vector: Float32Array) => Point,
  ): { arrived: readonly number[]; departed: readonly number[] } {
    this.#rounds += 1;
    const arrived: number[] = [];
    this.#round = candidates.map(({ id, vector }, position) => {
      const known = this.#slots.get(id);
      const member = known === undefined ? null : this.#members[known];
      if (known !== undefined && member && areEqual(member.given, vector)) {
        member.round = this.#rounds;
        return known;
      }
      const slot = known ?? this.#free.pop() ?? this.#members.length;
      this.#members[slot] = { id, given: vector, point: describe(vector), round: this.#rounds };
      this.#slots.set(id, slot);
      this.#fresh.add(slot);
      arrived.push(position);
      return slot;
    });
    return { arrived, departed: this.#slots.size > candidates.length ? this.#release() : [] };
  }

  /** What is known of the candidate at position `i` of this round. */
  point(i: number): Point {
    return (this.#members[this.#round[i] as number] as Member).point;
  }

  /** Brings every candidate up to what the model knows by now. */
  align(model: BayesModel): void {
    const count = featureCount(model.stored.centring);
    if (this.#members.length > this.#means.length || this.#features.cols !== count) this.#grow(count);
    if (model === this.#model) {
      for (const update of model.updates.slice(this.#applied)) this.#apply(update);
      this.#assess([...this.#fresh], model);
    } else this.#assess([...this.#slots.values()], model);
    this.#model = model;
    this.#applied = model.updates.length;
    this.#fresh.clear();
  }

  /** The first candidate of the highest probability: its position in this round. Needs `align` and a candidate. */
  best(): { position: number; probability: number } {
    let [position, score] = [0, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < this.#round.length; i++) {
      const slot = this.#round[i] as number;
      const own = moderate(this.#means[slot] as number, this.#variances[slot] as number);
      if (own > score) [position, score] = [i, own];
    }
    return { position, probability: this.#calibrate(score) };
  }

  /** The probability of each candidate of this round. Needs `align`. */
  probabilities(): Float64Array {
    return Float64Array.from(this.#round, (slot) =>
      this.#calibrate(moderate(this.#means[slot] as number, this.#variances[slot] as number)),
    );
  }

  #calibrate(score: number): number {
    return this.#model ? calibrate(this.#model.stored.calibration, score) : Number.NaN;
  }

  /** Forgets everybody who is not of this round. */
  #release(): number[] {
    const departed: number[] = [];
    this.#members.forEach((member, slot) => {
      if (!member || member.round === this.#rounds) return;
      departed.push(member.id);
      this.#slots.delete(member.id);
      this.#fresh.delete(slot);
      this.#members[slot] = null;
      this.#free.push(slot);
    });
    return departed;
  }

  /** Room for half as many again; what was computed stays, unless the features have become others. */
  #grow(count: number): void {
    const capacity = Math.max(this.#means.length, Math.ceil(this.#members.length * 1.5));
    const features = zeros(capacity, count);
    if (this.#features.cols === count) features.data.set(this.#features.data);
    this.#features = features;
    this.#means = enlarge(this.#means, capacity);
    this.#variances = enlarge(this.#variances, capacity);
    this.#covariances = new Float64Array(capacity);
  }

  #apply({ direction, gain, loss }: Update): void {
    const used = this.#members.length;
    multiplyVector(this.#features, direction, this.#covariances, used);
    const [means, variances, covariances] = [this.#means, this.#variances, this.#covariances];
    for (let i = 0; i < used; i++) {
      const covariance = covariances[i] as number;
      means[i] = (means[i] as number) + gain * covariance;
      variances[i] = Math.max(0, (variances[i] as number) - loss * covariance * covariance);
    }
  }

  /** Features, mean and variance of these slots from scratch, a block at a time. */
  #assess(slots: readonly number[], model: BayesModel): void {
    const { centring } = model.stored;
    const { stride, cols } = this.#features;
    for (let from = 0; from < slots.length; from += blockRows) {
      const chunk = slots.slice(from, from + blockRows);
      const block = zeros(chunk.length, cols);
      const means = new Float64Array(chunk.length);
      chunk.forEach((slot, i) => {
        writeFeatures(centring, (this.#members[slot] as Member).point, block.data, i * stride);
        this.#features.data.set(block.data.subarray(i * stride, (i + 1) * stride), slot * stride);
      });
      multiplyVector(block, model.mode, means);
      const variances = model.covariance.quadratics(block);
      chunk.forEach((slot, i) => {
        this.#means[slot] = means[i] as number;
        this.#variances[slot] = variances[i] as number;
      });
    }
  }
}

function enlarge(values: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(values);
  return larger;
}

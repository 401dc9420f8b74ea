import { dot, zeros } from '../matrix.ts';
import type { Candidate } from '../strategy.ts';
import { areEqual } from '../vectors.ts';
import { calibrate, moderate } from './calibration.ts';
import { type Centring, featureCount, type Point, writeFeatures } from './features.ts';
import { blockRows, multiplyVector } from './kernels.ts';
import type { BayesModel, Update } from './model.ts';
import { PoolVectors } from './pool-vectors.ts';

interface Member {
  readonly id: number;
  readonly given: Float32Array;
  readonly point: Point;
  /** The last round in which it was a candidate. */
  round: number;
}

/**
 * The candidates with what the model says of them, kept between rounds by id: who comes or goes costs
 * only itself, a label costs one pass over the embeddings (candidates × dimensions singles).
 */
export class Pool {
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #fresh = new Set<number>();
  readonly #members: (Member | null)[] = [];
  #vectors = new PoolVectors(0, 0);
  /** What an embedding's distance from the centre is multiplied by: 1 over its length, 0 where it has no direction. */
  #scales = new Float64Array(0);
  /** Standardised. */
  #cosines = new Float64Array(0);
  #means = new Float64Array(0);
  #variances = new Float64Array(0);
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
    const before = this.#round;
    let next = 0;
    this.#round = candidates.map(({ id, vector }, position) => {
      // Most rounds are the last one without the lead just labelled: then nobody is looked up.
      if (this.#members[before[next] as number]?.id !== id) next += 1;
      const isNext = this.#members[before[next] as number]?.id === id;
      const known = isNext ? before[next++] : this.#slots.get(id);
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
    const { centring } = model.stored;
    if (this.#members.length > this.#means.length) this.#grow(centring.centre.length);
    for (const slot of this.#fresh) this.#vectors.set(slot, (this.#members[slot] as Member).point.vector);
    if (model === this.#model) {
      for (const update of model.updates.slice(this.#applied)) this.#apply(update, centring);
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

  /** Room for half as many again; what was computed stays. */
  #grow(dimension: number): void {
    const capacity = Math.ceil(this.#members.length * 1.5);
    const isFirst = this.#vectors.capacity === 0;
    this.#vectors = isFirst ? new PoolVectors(capacity, dimension) : this.#vectors.enlarged(capacity);
    this.#scales = enlarge(this.#scales, capacity);
    this.#cosines = enlarge(this.#cosines, capacity);
    this.#means = enlarge(this.#means, capacity);
    this.#variances = enlarge(this.#variances, capacity);
  }

  /** The features are never written out: their product with a direction follows from that of the embedding. */
  #apply({ direction, gain, loss }: Update, { centre, cosine }: Centring): void {
    const used = this.#members.length;
    const own = direction.subarray(0, centre.length);
    const products = this.#vectors.multiply(own, used);
    const middle = dot(own, centre);
    const tilt = cosine ? (direction[centre.length] as number) : 0;
    const bias = direction.at(-1) as number;
    const [means, variances, scales, cosines] = [this.#means, this.#variances, this.#scales, this.#cosines];
    for (let i = 0; i < used; i++) {
      const embedded = ((products[i] as number) - middle) * (scales[i] as number);
      const covariance = embedded + tilt * (cosines[i] as number) + bias;
      means[i] = (means[i] as number) + gain * covariance;
      variances[i] = Math.max(0, (variances[i] as number) - loss * covariance * covariance);
    }
  }

  /** Mean and variance of these slots from scratch, a block of features at a time. */
  #assess(slots: readonly number[], model: BayesModel): void {
    const { centring } = model.stored;
    const dimension = centring.centre.length;
    for (let from = 0; from < slots.length; from += blockRows) {
      const chunk = slots.slice(from, from + blockRows);
      const block = zeros(chunk.length, featureCount(centring));
      const means = new Float64Array(chunk.length);
      chunk.forEach((slot, i) => {
        const at = i * block.stride;
        const distance = writeFeatures(centring, (this.#members[slot] as Member).point, block.data, at);
        this.#scales[slot] = distance > 0 ? 1 / distance : 0;
        this.#cosines[slot] = centring.cosine ? (block.data[at + dimension] as number) : 0;
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

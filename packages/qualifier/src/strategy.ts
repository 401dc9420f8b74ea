import type { Random } from '@fairlead/shared/runtime/random';
import type { ModelState } from './model-state.ts';

/** Where a verdict came from: the language model, the qualifier itself, or a person. */
export type LabelSource = 'llm' | 'model' | 'human';

/** One verdict as the qualifier learns from it. `vector` is the lead's unit embedding. */
export interface Label {
  readonly id: number;
  readonly vector: Float32Array;
  readonly qualified: boolean;
  readonly source: LabelSource;
}

/** A lead that awaits judgement. */
export interface Candidate {
  readonly id: number;
  readonly vector: Float32Array;
}

/** Which candidate to judge next. */
export interface Proposal {
  readonly id: number;
  /** exploit: most likely a yes; explore: teaches most; first-come: the model cannot say yet. */
  readonly why: 'exploit' | 'explore' | 'first-come';
  /** The probability (exploit) or information gain in nats (explore) it was chosen for; null for first-come. */
  readonly score: number | null;
}

/** What to do with one lead. Entropy is in nats; the numbers are null while the model cannot say. */
export type Decision =
  | {
      readonly kind: 'ask';
      readonly probability: number | null;
      readonly entropy: number | null;
      readonly std: number | null;
      /** Why the strategy does not decide itself, in words for the operator. */
      readonly why: string;
    }
  | {
      readonly kind: 'auto';
      readonly qualified: boolean;
      readonly probability: number;
      readonly entropy: number;
      readonly std: number;
    };

/**
 * How one campaign learns which leads fit. Pure: no clock, no storage; chance is an argument. A
 * strategy is a mutable value with one owner; it fits lazily, when an answer needs it.
 */
export interface QualifierStrategy {
  readonly name: string;
  /** Learns a verdict. A later verdict on the same id replaces the earlier one. The order does not matter. */
  observe(label: Label): void;
  /** The next candidate to judge, or null when there is none. Candidates come in order of arrival. */
  propose(candidates: readonly Candidate[], random: Random): Proposal | null;
  /** Whether the strategy decides a lead itself or wants the language model asked. */
  decide(vector: Float32Array): Decision;
  /** The probability of a yes for each vector, or null while the model cannot say. */
  probabilities(vectors: readonly Float32Array[]): Float64Array | null;
  /** The fitted model, fitted first when labels have arrived since. JSON; read it back with `restoreStrategy`. */
  snapshot(): ModelState;
}

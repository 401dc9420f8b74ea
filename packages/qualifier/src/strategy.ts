import type { Random } from '@fairlead/shared/runtime/random';
import type { ModelState } from './model-state.ts';
import type { PortableModel } from './portable.ts';

/**
 * Where a label came from. `llm`, `model` and `human` are verdicts; `accepted` and `replied` are what
 * the person did. A strategy gives each kind a weight of its own, or none.
 */
export const labelSources = ['llm', 'model', 'human', 'accepted', 'replied'] as const;
export type LabelSource = (typeof labelSources)[number];

/** One label as the qualifier learns from it. `vector` is the lead's unit embedding. */
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

/** What a campaign tells its strategy besides labels. */
export interface StrategyContext {
  /** Names the kind of the vectors: what was learned from others is not read. */
  readonly embeddingModel: string;
  /** The unit embedding of the campaign's objective; null without one. */
  readonly objective: Float32Array | null;
}

/** What to do next with the candidates. */
export type Proposal = Choice | Parking;

/** The candidate to judge next. */
export interface Choice {
  readonly kind: 'judge';
  readonly id: number;
  /**
   * exploit: most likely a yes; explore: teaches most; random: drawn from all, so that the others can be
   * measured against it; first-come: the model cannot say yet.
   */
  readonly why: 'exploit' | 'explore' | 'random' | 'first-come';
  /** The probability (exploit) or information gain in nats (explore) it was chosen for; null otherwise. */
  readonly score: number | null;
}

/** No candidate is likely enough to ask about: all are rejected, until the model changes its mind. */
export interface Parking {
  readonly kind: 'park';
  readonly leads: readonly { readonly id: number; readonly probability: number }[];
  /** The rule that was met, in words for the operator. */
  readonly why: string;
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

/** Something about the labels or the fit that makes the model's word worth less. */
export interface Concern {
  readonly code:
    | 'one-class'
    | 'few-labels'
    | 'duplicates'
    | 'contradictions'
    | 'constant-features'
    | 'bound'
    | 'not-finite'
    | 'small-pool';
  /** For the operator. */
  readonly text: string;
  /** Whether the strategy decides nothing by itself while this lasts. */
  readonly asks: boolean;
}

/**
 * How one campaign learns which leads fit. Pure: no clock, no storage; chance is an argument. A
 * strategy is a mutable value with one owner; it fits lazily, when an answer needs it, and may keep
 * what it computed for candidates by their id.
 */
export interface QualifierStrategy {
  readonly name: string;
  /** Learns a label. A later verdict on the same id replaces the earlier one; so does an outcome of the same kind. */
  observe(label: Label): void;
  /** What to do next, or null without candidates. They come in order of arrival; ids are unique. */
  propose(candidates: readonly Candidate[], random: Random): Proposal | null;
  /** Whether the strategy decides a lead itself or wants the language model asked. */
  decide(vector: Float32Array): Decision;
  /** The calibrated probability of a yes for each vector, or null while the model cannot say. */
  probabilities(vectors: readonly Float32Array[]): Float64Array | null;
  /** The ids, of leads it parked, that it would now ask about. */
  reopen(parked: readonly Candidate[]): readonly number[];
  /** For each labelled id the probability of a yes by a model that had not seen its label; null while there is none. */
  heldOut(): ReadonlyMap<number, number> | null;
  /** What is wrong with labels or fit, worst first. */
  concerns(): readonly Concern[];
  /** The fitted model, as JSON; read it back with `restoreStrategy`. */
  snapshot(): ModelState;
  /** The fitted model without anything of one person, to leave the system; null where there is none that may. */
  portable(): PortableModel | null;
}

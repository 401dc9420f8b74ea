import type { ModelState } from '../model-state.ts';
import type { PortableModel } from '../portable.ts';
import type { StrategyName } from '../strategies.ts';
import type { Candidate, Concern, Decision, Label, Proposal, StrategyContext } from '../strategy.ts';
import { packCandidates, packLabels, packVectors } from './packing.ts';
import { ThreadClient } from './thread-client.ts';

/** What a campaign brings along when it moves into the thread. */
export interface OpenCampaign {
  readonly name: StrategyName;
  /** The strategy's options as JSON; `{}` means its defaults. Not used when a snapshot is restored. */
  readonly options: unknown;
  readonly context: StrategyContext;
  /** The newest stored snapshot; null without one. */
  readonly snapshot: unknown;
  readonly labels: readonly Label[];
}

/** How the pool of candidates changed since the last choice. */
export interface PoolChange {
  /** In order of arrival; an id that is there already gets the new vector. */
  readonly add: readonly Candidate[];
  readonly remove: readonly number[];
  /** Seeds the chance of this choice. */
  readonly seed: number;
}

/** The ids a campaign holds in the thread. */
export interface Held {
  readonly labels: readonly number[];
  readonly candidates: readonly number[];
}

/**
 * The strategies of several campaigns in a thread of their own, so that fitting and ranking never hold
 * up the caller's event loop. A campaign's labels and candidates stay in the thread: each call
 * carries only what changed.
 *
 * Every method but `open`, `held`, `rank` and `forget` rejects with NotOpen when the thread does not hold the campaign:
 * it was never opened, was dropped for the memory bound, or the thread was lost meanwhile. Open it
 * anew. Calls rejected with ThreadLost were cut off; the next call starts a new thread. What a
 * strategy throws arrives as it was thrown. Calls are answered in the order they were made, but for a `propose` that
 * adds thousands: it is several, so wait for it before the next call for that campaign.
 */
export interface QualifierHost {
  /**
   * Replaces whatever `key` held. Restores the snapshot if it can be read and is of the same strategy, else
   * starts from the labels alone; says which.
   */
  open(key: string, campaign: OpenCampaign): Promise<{ readonly restored: boolean }>;
  /** What the thread holds for `key`; null when it is not open. */
  held(key: string): Promise<Held | null>;
  observe(key: string, labels: readonly Label[]): Promise<void>;
  propose(key: string, change: PoolChange): Promise<Proposal | null>;
  decide(key: string, vector: Float32Array): Promise<Decision>;
  probabilities(key: string, vectors: readonly Float32Array[]): Promise<Float64Array | null>;
  reopen(key: string, parked: readonly Candidate[]): Promise<readonly number[]>;
  heldOut(key: string): Promise<ReadonlyMap<number, number> | null>;
  concerns(key: string): Promise<readonly Concern[]>;
  snapshot(key: string): Promise<ModelState>;
  portable(key: string): Promise<PortableModel | null>;
  /** What a model that came from elsewhere says; no campaign need be open. */
  rank(model: PortableModel, vectors: readonly Float32Array[]): Promise<Float64Array>;
  forget(key: string): Promise<void>;
  /** Ends the thread at once; what is under way rejects with ThreadLost. Nothing is left behind. */
  close(): Promise<void>;
}

export interface HostOptions {
  /**
   * About how many bytes campaigns may take in the thread; beyond it those used least recently are
   * dropped, never the one in use. Default 256 MiB: one campaign of 1,000 labels and 10,000
   * candidates takes about 110 MiB.
   */
  readonly maxBytes?: number;
  /** Told when the thread was lost. The next call starts another. */
  readonly onLost?: (error: Error) => void;
}

/** A pool travels in parts: packing ten thousand candidates at once would hold up the event loop. */
const packedTogether = 1_000;

/** Starts the thread with the first call. */
export function createQualifierHost({
  maxBytes = 256 * 2 ** 20,
  onLost = () => {},
}: HostOptions = {}): QualifierHost {
  const thread = new ThreadClient({ maxBytes, onLost, script: new URL('./thread.ts', import.meta.url) });
  return {
    open: (key, { labels, context, ...campaign }) => {
      // A copy: the caller's own would be handed over.
      const objective = context.objective && new Float32Array(context.objective);
      const request = { key, ...campaign, context: { ...context, objective }, labels: packLabels(labels) };
      return thread.call('open', request);
    },
    held: (key) => thread.call('held', { key }),
    observe: (key, labels) => thread.call('observe', { key, labels: packLabels(labels) }),
    propose: async (key, { add, remove, seed }) => {
      let gone = [...remove];
      let from = 0;
      for (; add.length - from > packedTogether; from += packedTogether) {
        const part = packCandidates(add.slice(from, from + packedTogether));
        await thread.call('change', { key, add: part, remove: gone });
        gone = [];
      }
      return thread.call('propose', { key, add: packCandidates(add.slice(from)), remove: gone, seed });
    },
    decide: (key, vector) => thread.call('decide', { key, vector: new Float32Array(vector) }),
    probabilities: (key, vectors) => thread.call('probabilities', { key, vectors: packVectors(vectors) }),
    reopen: (key, parked) => thread.call('reopen', { key, parked: packCandidates(parked) }),
    heldOut: (key) => thread.call('heldOut', { key }),
    concerns: (key) => thread.call('concerns', { key }),
    snapshot: (key) => thread.call('snapshot', { key }),
    portable: (key) => thread.call('portable', { key }),
    rank: (model, vectors) => thread.call('rank', { model, vectors: packVectors(vectors) }),
    forget: (key) => thread.call('forget', { key }),
    close: () => thread.close(),
  };
}

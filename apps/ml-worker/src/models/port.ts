import type { Campaign } from '@fairlead/db/repositories/campaigns';
import type { CandidateKey } from '@fairlead/db/repositories/embeddings';
import type { PartnerKit } from '@fairlead/db/repositories/partner-kits';
import type { LabelKey } from '@fairlead/db/repositories/verdicts';
import type { PortableModel } from '@fairlead/qualifier/portable';
import type { Candidate, Concern, Decision, Proposal } from '@fairlead/qualifier/strategy';

/** A campaign's strategy that has observed all the labels there are. */
export interface CampaignModel {
  /** Names what it was taught: stored with every verdict. */
  readonly version: string;
  /** What it was taught. */
  readonly labels: readonly LabelKey[];
  /** What to do next with the candidates; their vectors are read where they are not known yet. */
  propose(candidates: readonly CandidateKey[]): Promise<Proposal | null>;
  decide(vector: Float32Array): Promise<Decision>;
  probabilities(vectors: readonly Float32Array[]): Promise<Float64Array | null>;
  reopen(parked: readonly Candidate[]): Promise<readonly number[]>;
  heldOut(): Promise<ReadonlyMap<number, number> | null>;
  concerns(): Promise<readonly Concern[]>;
  /** The fitted model, as JSON. */
  snapshot(): Promise<unknown>;
  /** The fitted model as it may leave the system; null where there is none that may. */
  portable(): Promise<PortableModel | null>;
}

/** The campaigns' strategies, kept warm between jobs. What they know never decides alone: the rows do. */
export interface CampaignModels {
  /**
   * Lends the campaign's model, brought up to date with the rows, to one caller at a time. `work` is run again
   * from the start when the model was lost under it: it must write nothing.
   */
  use<T>(campaign: Campaign, work: (model: CampaignModel) => Promise<T>): Promise<T>;
}

/** A kit's model, loaded. */
export interface Ranker {
  /** The probability of a yes for each vector; NaN where the model cannot say. */
  probabilities(vectors: readonly Float32Array[]): Promise<Float64Array>;
  close(): Promise<void>;
}

/** Throws `Misconfigured` when the model cannot be read. */
export type OpenRanker = (kit: Pick<PartnerKit, 'format' | 'model'>) => Promise<Ranker>;

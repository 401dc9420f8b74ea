import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { Profile } from '@fairlead/shared/domain/profile';
import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json } from './columns.ts';

export interface LeadTable {
  id: GeneratedAlways<number>;
  public_id: string;
  urn: string | null;
  state: LeadState;
  closed_reason: LeadClosedReason | null;
  profile: Json<Profile> | null;
  full_name: GeneratedAlways<string | null>;
  headline: GeneratedAlways<string | null>;
  discovered_at: Date;
  enriched_at: Date | null;
  enrich_attempts: Generated<number>;
  enrich_after: Date | null;
}

export interface LeadRawProfileTable {
  lead_id: number;
  raw: Json<unknown>;
  fetched_at: Date;
}

export interface EmbeddingTable {
  lead_id: number;
  model: string;
  /** pgvector's text form, `[0.1,…]`. */
  vector: string;
  created_at: Date;
}

export interface VerdictTable {
  id: GeneratedAlways<number>;
  lead_id: number;
  campaign_id: number;
  qualified: boolean;
  reason: string;
  source: VerdictSource;
  model_version: string | null;
  confidence: number | null;
  created_at: Date;
  superseded_at: Date | null;
}

export interface ModelSnapshotTable {
  id: GeneratedAlways<number>;
  campaign_id: number;
  strategy: string;
  version: string;
  embedding_model: string;
  labels: number;
  state: Json<unknown>;
  created_at: Date;
}

export interface LlmCallTable {
  id: GeneratedAlways<number>;
  campaign_id: number | null;
  purpose: 'verdict' | 'keywords' | 'follow-up';
  model: string;
  prompt_tokens: number;
  completion_tokens: number;
  at: Date;
}

/** Kept by triggers; never written by the program. */
export interface LeadTallyTable {
  slot: number;
  /** All but the accounts' own profiles. */
  leads: number;
  /** With a profile, and not closed. */
  readable: number;
}

/** Kept by triggers: of the readable leads, those with a vector of the model. */
export interface VectorTallyTable {
  model: string;
  readable: number;
}

/** Kept by triggers: current verdicts on leads with a vector of the model. */
export interface JudgementTallyTable {
  campaign_id: number;
  model: string;
  /** On readable leads. */
  judged: number;
  /** Of the language model and of humans. */
  labels: number;
}

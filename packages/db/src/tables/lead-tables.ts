import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { Profile } from '@fairlead/shared/domain/profile';
import type { Chooser, ModelConcern, OutcomeKind, VerdictSource } from '@fairlead/shared/domain/verdict';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
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
  /** Of the first position. */
  company: GeneratedAlways<string | null>;
  /** Lower-case ISO 3166-1 alpha-2. */
  country: GeneratedAlways<string | null>;
  /** A tsvector of what people are searched by. Never read, only matched. */
  words: GeneratedAlways<string>;
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
  /** Of the text it was made of; null for one that older versions stored. */
  text_digest: string | null;
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
  chosen_by: Chooser | null;
  /** What the model had decided by itself, where this verdict is an audit of it; `confidence` and `model_version` are of that decision. */
  audited_qualified: boolean | null;
  concerns: ColumnType<ModelConcern[], string | undefined, string>;
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
  options: ColumnType<Record<string, unknown>, string | undefined, string>;
  report: ColumnType<Record<string, unknown>, string | undefined, string>;
  /** Audits up to this verdict the fit answers well enough by itself, not having seen them. */
  audits_settled_to: number | null;
  created_at: Date;
}

/** An automatic decision that was drawn for audit and awaits its answer. */
export interface AuditPickTable {
  campaign_id: number;
  lead_id: number;
  qualified: boolean;
  probability: number;
  model_version: string;
  drawn_at: Date;
}

/** What a person did about a campaign. */
export interface OutcomeTable {
  id: GeneratedAlways<number>;
  campaign_id: number;
  lead_id: number;
  kind: OutcomeKind;
  at: Date;
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

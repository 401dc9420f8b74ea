import type { ActionState } from '@fairlead/shared/domain/action';
import type { ClosingReason, DealState, NextStep } from '@fairlead/shared/domain/deal';
import type { ActionKind } from '@fairlead/shared/domain/limits';
import type { DraftProblem, MessageState } from '@fairlead/shared/domain/message';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

export interface CompanyTable {
  id: GeneratedAlways<number>;
  urn: string | null;
  name: string;
  created_at: Date;
}

export interface ContactTable {
  id: GeneratedAlways<number>;
  lead_id: number;
  company_id: number;
  first_name: string;
  last_name: string;
  title: string | null;
  created_at: Date;
}

export interface DealTable {
  id: GeneratedAlways<number>;
  lead_id: number;
  campaign_id: number;
  contact_id: number;
  company_id: number;
  account_id: number | null;
  state: DealState;
  closing_reason: ClosingReason | null;
  closing_detail: string | null;
  score: number | null;
  next_step: ColumnType<NextStep, string | undefined, string>;
  next_check_at: Date | null;
  connect_attempts: Generated<number>;
  act_after: Date | null;
  created_at: Date;
  pending_at: Date | null;
  connected_at: Date | null;
  completed_at: Date | null;
  failed_at: Date | null;
  invite_approved_at: Date | null;
  invite_approved_by: string | null;
}

export interface DealTransitionTable {
  id: GeneratedAlways<number>;
  deal_id: number;
  from_state: DealState | null;
  to_state: DealState;
  at: Date;
  detail: string | null;
}

export interface MessageTable {
  id: GeneratedAlways<number>;
  deal_id: number;
  step: 'follow-up';
  state: MessageState;
  text: string;
  model: string;
  created_at: Date;
  sent_at: Date | null;
  /** What the draft's check found; of a held one never empty. */
  problems: ColumnType<DraftProblem[], string | undefined, string>;
  approved_at: Date | null;
  approved_by: string | null;
}

/** A follow-up a human did not want. */
export interface RejectedDraftTable {
  id: GeneratedAlways<number>;
  deal_id: number;
  text: string;
  model: string;
  drafted_at: Date;
  rejected_at: Date;
  rejected_by: string;
}

export interface ActionTable {
  id: GeneratedAlways<number>;
  kind: ActionKind;
  state: ActionState;
  account_id: number;
  lead_id: number;
  deal_id: number;
  message_id: number | null;
  fencing_token: number;
  intent_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  reason: string | null;
  read_attempts: Generated<number>;
  /** Not later than this was it done, if it was; null as long as it may still be done. */
  latest_at: Date | null;
  look_after: Date | null;
  needs_human_at: Date | null;
  evidence: ColumnType<Record<string, unknown>, string | undefined, string>;
}

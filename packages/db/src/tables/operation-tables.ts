import type { AccountHealth, StopCause } from '@fairlead/shared/domain/account-health';
import type { ApprovalMode } from '@fairlead/shared/domain/approval';
import type { Lane } from '@fairlead/shared/domain/lane';
import type { KitFormat } from '@fairlead/shared/domain/partner';
import type { StrategyName } from '@fairlead/shared/domain/verdict';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json } from './columns.ts';

export interface AccountTable {
  id: GeneratedAlways<number>;
  handle: string;
  email: string;
  password_sealed: Buffer;
  session_sealed: Buffer | null;
  country: string | null;
  time_zone: string;
  connect_daily: number;
  connect_weekly: number;
  follow_up_daily: number;
  subscribe_newsletter: boolean;
  /** When the operator answered, or the default was applied in their stead. */
  newsletter_decided_at: Date | null;
  active: Generated<boolean>;
  health: Generated<AccountHealth>;
  health_reason: string | null;
  self_lead_id: number | null;
  login_at: Date | null;
  fencing_token: Generated<number>;
  sent_list_read_at: Date | null;
  created_at: Date;
  /** ISO weekdays. */
  working_days: Generated<number[]>;
  works_from_minute: Generated<number>;
  works_until_minute: Generated<number>;
  stop_cause: StopCause | null;
  breaker_trips: Generated<number>;
  breaker_open_until: Date | null;
  breaker_reason: string | null;
  writes_paused_at: Date | null;
  writes_paused_probe: string | null;
  writes_paused_reason: string | null;
  /** When its conversations were last looked at. */
  inbox_read_at: Date | null;
  /** From then on the environment does not set them any more. */
  limits_edited_at: Date | null;
}

export interface DriftEvidenceTable {
  id: GeneratedAlways<number>;
  account_id: number;
  at: Date;
  probe: string;
  page: string;
  /** A JPEG. */
  screenshot: Buffer | null;
  accessibility: string;
  dom: string;
}

export interface HandSentInviteTable {
  account_id: number;
  public_id: string;
  sent_at: Date;
  seen_at: Date;
}

export interface CampaignTable {
  id: GeneratedAlways<number>;
  name: string;
  product_docs: string;
  objective: string;
  booking_link: string | null;
  follow_up_template: string;
  strategy: Generated<StrategyName>;
  /** Parsed by the strategy. */
  strategy_options: ColumnType<Record<string, unknown>, string | undefined, string>;
  audit_share: Generated<number>;
  audit_tolerance: Generated<number>;
  action_fraction: number | null;
  paused: Generated<boolean>;
  created_at: Date;
  /** Of objective and product docs. */
  brief_digest: GeneratedAlways<string>;
  approval_mode: Generated<ApprovalMode>;
  /** One more with every saved form. */
  version: Generated<number>;
  /** Its name in the environment it came from. */
  provisioned_as: string | null;
  /** From then on the environment does not change it any more. */
  edited_at: Date | null;
}

export interface PartnerKitTable {
  campaign_id: number;
  origin: string;
  format: KitFormat;
  embedding_model: string;
  model: Buffer;
  digest: string;
  imported_at: Date;
}

export interface PortableModelTable {
  campaign_id: number;
  embedding_model: string;
  version: string;
  model: Json<unknown>;
  created_at: Date;
}

export interface CampaignAccountTable {
  campaign_id: number;
  account_id: number;
}

export interface SearchKeywordTable {
  id: GeneratedAlways<number>;
  campaign_id: number;
  keyword: string;
  created_at: Date;
  used_at: Date | null;
  /** People its pages showed; null until one was read. */
  found: number | null;
  /** Of those, the ones nobody knew. */
  discovered: number | null;
}

/** Which keyword's search made a lead known. */
export interface KeywordFindTable {
  lead_id: number;
  keyword_id: number;
}

/** One call of the language model for more keywords. */
export interface KeywordCallTable {
  id: GeneratedAlways<number>;
  campaign_id: number;
  /** The campaign's at that time. */
  brief_digest: string;
  added: number;
  at: Date;
}

/** What the newsletter's endpoint was told about an account. */
export interface NewsletterLetterTable {
  account_id: number;
  /** What it last confirmed; null from the moment it is told until it answers. */
  confirmed: boolean | null;
  confirmed_at: Date | null;
  turn: Generated<number>;
  wanted: boolean;
  attempts: number;
  /** Null when it is not to be tried again. */
  try_after: Date | null;
  failure: string | null;
}

export interface LaneScheduleTable {
  campaign_id: number;
  lane: Lane;
  next_at: Date;
}

export interface LaneClosureTable {
  account_id: number;
  lane: string;
  until: Date;
  reason: string;
}

export interface PlanReportTable {
  /** Always 1: there is one report. */
  id: Generated<number>;
  at: Date;
  planned: Json<unknown>;
  waiting: Json<unknown>;
}

export interface RestorationTable {
  id: GeneratedAlways<number>;
  backed_up_at: Date;
  restored_at: Date;
}

export interface EventTable {
  id: GeneratedAlways<number>;
  at: Date;
  kind: string;
  campaign_id: number | null;
  account_id: number | null;
  lead_id: number | null;
  deal_id: number | null;
  detail: string | null;
}

export interface AppUserTable {
  id: GeneratedAlways<number>;
  name: string;
  password_hash: string;
  role: 'owner' | 'operator' | 'viewer';
  created_at: Date;
}

/** A line for every change a user makes. */
export interface AuditLogTable {
  id: GeneratedAlways<number>;
  at: Date;
  user_name: string;
  what: string;
  target: string;
  before: ColumnType<Record<string, unknown>, string | undefined, string>;
  after: ColumnType<Record<string, unknown>, string | undefined, string>;
}

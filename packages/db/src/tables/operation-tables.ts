import type { AccountHealth, StopCause } from '@fairlead/shared/domain/account-health';
import type { Lane } from '@fairlead/shared/domain/lane';
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
  paused: Generated<boolean>;
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

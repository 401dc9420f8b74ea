import { DEAL_TABLES } from './deal-tables.ts';
import { OPERATION_TABLES } from './operation-tables.ts';
import { PEOPLE_TABLES } from './people-tables.ts';
import type { TableSlug, TableSpec } from './table-spec.ts';

/** Under these headings the tables are listed. */
export const TABLE_GROUPS = [
  { title: 'What you describe', tables: OPERATION_TABLES },
  { title: 'People', tables: PEOPLE_TABLES },
  { title: 'Deals and what was done', tables: DEAL_TABLES },
] as const;

/** Every table that may be looked at. A column that stands in none of them is never shown. */
export const TABLES: readonly TableSpec[] = TABLE_GROUPS.flatMap(({ tables }) => tables);

/** Tables without a page here, and where what they hold is seen instead. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  audit_log: 'Settings, log of changes',
  audit_pick: 'page of the model',
  campaign_account: 'page of the campaign',
  conversation: 'inbox',
  dashboard_session: 'secrets of those who are signed in',
  drift_evidence: 'accounts',
  event: 'activity',
  hand_sent_invite: 'limits of the accounts',
  judgement_tally: 'kept by triggers for the plan',
  keyword_call: 'keywords of the campaign',
  keyword_find: 'keywords of the campaign',
  lane_closure: 'accounts',
  lane_schedule: 'overview',
  lead_tally: 'kept by triggers for the plan',
  llm_call: 'page of the model',
  newsletter_letter: 'activity',
  outcome: 'page of the model',
  partner_kit: 'page of the campaign',
  plan_report: 'overview',
  portable_model: 'kits, which are exported by a command',
  rejected_draft: 'page of the lead',
  restoration: 'accounts',
  saved_view: 'leads',
  vector_tally: 'kept by triggers for the plan',
};

/** Null when no table has this name here. */
export function tableOf(slug: string): TableSpec | null {
  return TABLES.find((table) => table.slug === slug) ?? null;
}

/** Lists of other tables that can be looked up by an id of this one. */
export function referrersOf(slug: TableSlug): { table: TableSpec; column: string }[] {
  return TABLES.flatMap((table) =>
    table.columns
      .filter(({ name, refersTo }) => refersTo === slug && table.lookups.some((by) => by.column === name))
      .map(({ name }) => ({ table, column: name })),
  );
}

import { type MigratedDatabase, TEST_MODEL } from '@fairlead/testing/builders';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ACCOUNT,
  DEAL,
  DEALT,
  insertion,
  LEGAL_ROWS,
  lead,
  MESSAGE,
  type Table,
} from '../testing/legal-rows.ts';
import { refusalOf } from '../testing/refusal.ts';
import { openSeededDatabase } from '../testing/seeded-database.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openSeededDatabase('constraints');
});
afterAll(() => database.drop());

const READ = { profile: "'{}'", enriched_at: 'now()', urn: "'urn:new'" };
/** What an automatic decision says. */
const SURE = { confidence: '0.9', model_version: "'v1'" };
const INVITED = { account_id: ACCOUNT, pending_at: 'now()' };

/** [the constraint, the table, what makes the legal row illegal] */
const ILLEGAL: readonly (readonly [string, Table, Readonly<Record<string, string>>])[] = [
  ['conversation_once', 'conversation', { lead_id: DEALT }],
  ['saved_view_name_check', 'saved_view', { name: "''" }],
  ['saved_view_query_check', 'saved_view', { query: "repeat('x', 2001)" }],
  ['saved_view_once', 'saved_view', { name: "'SEEDED'" }],
  ['thread_message_text_check', 'thread_message', { text: "''" }],
  ['thread_message_text_check', 'thread_message', { text: "repeat('x', 10001)" }],
  ['thread_message_once', 'thread_message', { text: "'Seeded'" }],
  ['lead_public_id_check', 'lead', { public_id: "''" }],
  ['lead_public_id_key', 'lead', { public_id: "'bare'" }],
  ['lead_urn_key', 'lead', { urn: "'urn:read'" }],
  ['lead_state_check', 'lead', { state: "'lost'" }],
  ['lead_closed_reason_check', 'lead', { state: "'disqualified'", closed_reason: "'boring'" }],
  ['lead_enrich_attempts_check', 'lead', { enrich_attempts: '-1' }],
  ['lead_has_profile', 'lead', { ...READ, state: "'enriched'", enriched_at: 'null' }],
  ['lead_has_profile', 'lead', { enriched_at: 'now()' }],
  ['lead_profile_has_urn', 'lead', { ...READ, state: "'enriched'", urn: 'null' }],
  ['lead_url_only_is_bare', 'lead', READ],
  ['lead_worked_with_is_enriched', 'lead', { state: "'enriched'" }],
  ['lead_worked_with_is_enriched', 'lead', { state: "'promoted'" }],
  ['lead_closed_is_disqualified', 'lead', { closed_reason: "'self'" }],
  ['embedding_pkey', 'embedding', { lead_id: lead('read'), model: `'${TEST_MODEL}'` }],
  ['judgement_tally_pkey', 'judgement_tally', { model: `'${TEST_MODEL}'` }],
  ['account_handle_check', 'account', { handle: "'a:b'" }],
  ['account_handle_key', 'account', { handle: "'seeded'" }],
  ['account_email_key', 'account', { email: "'seeded@fairlead.example'" }],
  ['account_country_check', 'account', { country: "'NO'" }],
  ['account_connect_daily_check', 'account', { connect_daily: '-1' }],
  ['account_connect_weekly_check', 'account', { connect_weekly: '-1' }],
  ['account_follow_up_daily_check', 'account', { follow_up_daily: '-1' }],
  ['account_health_check', 'account', { health: "'tired'" }],
  ['account_stopped_says_why', 'account', { health: "'stopped'" }],
  ['account_stopped_says_why', 'account', { health_reason: "'old'" }],
  ['account_works_some_day', 'account', { working_days: "'{}'" }],
  ['account_works_some_day', 'account', { working_days: "'{0}'" }],
  ['account_hours_in_order', 'account', { works_from_minute: '600', works_until_minute: '600' }],
  ['account_hours_in_order', 'account', { works_until_minute: '1441' }],
  ['account_stop_cause_check', 'account', { stop_cause: "'boredom'" }],
  ['account_breaker_trips_check', 'account', { breaker_trips: '-1' }],
  ['account_pause_says_why', 'account', { writes_paused_at: 'now()' }],
  ['account_pause_says_why', 'account', { writes_paused_at: 'now()', writes_paused_probe: "'profile'" }],
  ['drift_evidence_screenshot_check', 'drift_evidence', { screenshot: "repeat('a', 2000001)::bytea" }],
  ['drift_evidence_accessibility_check', 'drift_evidence', { accessibility: "repeat('a', 1000001)" }],
  ['drift_evidence_dom_check', 'drift_evidence', { dom: "repeat('a', 2000001)" }],
  ['campaign_name_check', 'campaign', { name: "''" }],
  ['campaign_name_key', 'campaign', { name: "'Seeded'" }],
  ['campaign_objective_check', 'campaign', { objective: "''" }],
  ['campaign_strategy_check', 'campaign', { strategy: "'oracle'" }],
  ['campaign_approval_mode_check', 'campaign', { approval_mode: "'never'" }],
  ['campaign_provisioned_as_key', 'campaign', { provisioned_as: "'Seeded'" }],
  ['campaign_audit_share_check', 'campaign', { audit_share: '1.1' }],
  ['campaign_audit_tolerance_check', 'campaign', { audit_tolerance: '-0.1' }],
  [
    'campaign_account_pkey',
    'campaign_account',
    { campaign_id: "(select id from campaign where name = 'Other')" },
  ],
  ['search_keyword_keyword_check', 'search_keyword', { keyword: "''" }],
  ['search_keyword_is_tidy', 'search_keyword', { keyword: "' new words'" }],
  ['search_keyword_is_tidy', 'search_keyword', { keyword: "'new  words'" }],
  ['search_keyword_found_check', 'search_keyword', { found: '-1' }],
  ['search_keyword_check', 'search_keyword', { found: '1', discovered: '2' }],
  ['keyword_call_added_check', 'keyword_call', { added: '-1' }],
  ['newsletter_letter_attempts_check', 'newsletter_letter', { attempts: '-1' }],
  ['newsletter_confirmed_is_dated', 'newsletter_letter', { confirmed: 'true' }],
  ['message_held_says_why', 'message', { state: "'held'" }],
  ['search_keyword_once', 'search_keyword', { keyword: "'Seeded WORDS'" }],
  ['company_name_check', 'company', { name: "''" }],
  ['company_urn_key', 'company', { urn: "'urn:firm'" }],
  ['company_without_urn', 'company', { urn: 'null', name: "'NAMELESS'" }],
  ['contact_lead_id_key', 'contact', { lead_id: DEALT }],
  ['deal_once', 'deal', { lead_id: DEALT }],
  ['deal_state_check', 'deal', { state: "'LOST'" }],
  ['deal_closing_reason_check', 'deal', { state: "'FAILED'", failed_at: 'now()', closing_reason: "'bored'" }],
  ['deal_score_check', 'deal', { score: '1.1' }],
  ['deal_connect_attempts_check', 'deal', { connect_attempts: '-1' }],
  ['deal_closed_says_why', 'deal', { state: "'FAILED'", failed_at: 'now()' }],
  ['deal_closed_says_why', 'deal', { closing_reason: "'inaccessible'" }],
  [
    'deal_completed_by_message',
    'deal',
    { state: "'FAILED'", failed_at: 'now()', closing_reason: "'messaged'" },
  ],
  [
    'deal_pending_is_dated',
    'deal',
    { ...INVITED, state: "'PENDING'", next_check_at: 'now()', pending_at: 'null' },
  ],
  [
    'deal_pending_is_dated',
    'deal',
    { ...INVITED, state: "'PENDING'", next_check_at: 'now()', account_id: 'null' },
  ],
  ['deal_pending_is_due', 'deal', { ...INVITED, state: "'PENDING'" }],
  ['deal_pending_is_due', 'deal', { next_check_at: 'now()' }],
  ['deal_connected_is_dated', 'deal', { state: "'CONNECTED'", account_id: ACCOUNT }],
  ['deal_connected_is_dated', 'deal', { state: "'CONNECTED'", connected_at: 'now()' }],
  [
    'deal_completed_is_dated',
    'deal',
    { state: "'COMPLETED'", account_id: ACCOUNT, connected_at: 'now()', closing_reason: "'messaged'" },
  ],
  ['deal_completed_is_dated', 'deal', { completed_at: 'now()' }],
  ['deal_failed_is_dated', 'deal', { state: "'FAILED'", closing_reason: "'inaccessible'" }],
  ['deal_failed_is_dated', 'deal', { failed_at: 'now()' }],
  ['deal_steps_only_while_pending', 'deal', { next_step: `'{"backoffHours": 48}'` }],
  ['deal_invite_approved_by_somebody', 'deal', { invite_approved_at: 'now()' }],
  ['deal_invite_approved_by_somebody', 'deal', { invite_approved_by: "'owner'" }],
  ['verdict_reason_check', 'verdict', { reason: "''" }],
  ['verdict_source_check', 'verdict', { source: "'dice'" }],
  ['verdict_confidence_check', 'verdict', { confidence: '-0.1' }],
  ['verdict_current', 'verdict', { lead_id: DEALT }],
  ['verdict_chosen_by_check', 'verdict', { chosen_by: "'dice'" }],
  ['verdict_audit_says_of_what', 'verdict', { audited_qualified: 'false' }],
  ['verdict_audit_says_of_what', 'verdict', { ...SURE, audited_qualified: 'false', source: "'human'" }],
  ['verdict_audit_says_of_what', 'verdict', { ...SURE, audited_qualified: 'false', chosen_by: "'random'" }],
  ['verdict_automatic_says_how_sure', 'verdict', { ...SURE, source: "'model'", confidence: 'null' }],
  ['verdict_automatic_says_how_sure', 'verdict', { ...SURE, source: "'model'", model_version: 'null' }],
  ['audit_pick_pkey', 'audit_pick', { lead_id: DEALT }],
  ['audit_pick_probability_check', 'audit_pick', { probability: '1.1' }],
  ['outcome_once', 'outcome', { lead_id: DEALT }],
  ['outcome_kind_check', 'outcome', { kind: "'liked'" }],
  ['model_snapshot_labels_check', 'model_snapshot', { labels: '-1' }],
  ['model_snapshot_once', 'model_snapshot', { version: "'v1'" }],
  ['campaign_action_fraction_check', 'campaign', { action_fraction: '1.1' }],
  ['campaign_action_fraction_check', 'campaign', { action_fraction: '-0.1' }],
  ['partner_kit_format_check', 'partner_kit', { format: "'pickle'" }],
  ['partner_kit_model_check', 'partner_kit', { model: "''" }],
  ['partner_kit_digest_check', 'partner_kit', { digest: "'abc'" }],
  ['portable_model_pkey', 'portable_model', { embedding_model: `'${TEST_MODEL}'` }],
  ['llm_call_purpose_check', 'llm_call', { purpose: "'chat'" }],
  ['message_step_check', 'message', { step: "'first'" }],
  ['message_state_check', 'message', { state: "'draft'" }],
  ['message_text_check', 'message', { text: "''" }],
  ['message_once', 'message', { deal_id: DEAL }],
  ['message_sent_is_dated', 'message', { state: "'sent'" }],
  ['message_sent_is_dated', 'message', { sent_at: 'now()' }],
  ['message_approved_by_somebody', 'message', { approved_at: 'now()' }],
  ['message_approved_by_somebody', 'message', { approved_by: "'owner'" }],
  ['rejected_draft_once', 'rejected_draft', { deal_id: DEAL }],
  ['audit_log_what_check', 'audit_log', { what: "''" }],
  ['action_kind_check', 'action', { kind: "'endorse'" }],
  ['action_state_check', 'action', { state: "'doing'", started_at: 'now()' }],
  ['action_message_is_named', 'action', { kind: "'message'" }],
  ['action_message_is_named', 'action', { message_id: MESSAGE }],
  ['action_started_is_dated', 'action', { state: "'started'" }],
  ['action_finished_is_dated', 'action', { state: "'done'", started_at: 'now()' }],
  ['action_finished_is_dated', 'action', { finished_at: 'now()' }],
  ['action_read_attempts_check', 'action', { read_attempts: '-1' }],
  ['action_for_human_is_unknown', 'action', { needs_human_at: 'now()' }],
  ['hand_sent_invite_pkey', 'hand_sent_invite', { public_id: "'by-hand'" }],
  ['hand_sent_invite_public_id_check', 'hand_sent_invite', { public_id: "''" }],
  ['action_one_live_invite', 'action', { lead_id: DEALT }],
  ['action_one_live_invite_of_deal', 'action', { deal_id: DEAL }],
  ['action_one_live_message', 'action', { kind: "'message'", message_id: MESSAGE }],
  ['plan_report_id_check', 'plan_report', { id: '2' }],
  ['restoration_in_order', 'restoration', { backed_up_at: "now() + interval '1 day'" }],
  ['lane_schedule_pkey', 'lane_schedule', { lane: "'connect'" }],
  ['lane_closure_pkey', 'lane_closure', { lane: "'connect'" }],
  ['app_user_name_check', 'app_user', { name: "''" }],
  ['app_user_name_key', 'app_user', { name: "'owner'" }],
  ['app_user_role_check', 'app_user', { role: "'guest'" }],
];

test.each(Object.keys(LEGAL_ROWS) as Table[])('the legal row of %s is accepted', async (table) => {
  expect(await refusalOf(database.db, insertion(table))).toBeNull();
});

test.each(ILLEGAL)('%s refuses %s with %o', async (constraint, table, changes) => {
  expect(await refusalOf(database.db, insertion(table, changes))).toMatchObject({ constraint });
});

test('every check and every unique rule of the schema is in the table above', async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint c join pg_class t on t.oid = c.conrelid
    where c.connamespace = current_schema()::regnamespace and t.relname not like 'kysely%'
      and (contype in ('c', 'u') or (contype = 'p' and cardinality(conkey) > 1))
    union
    select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
    where i.relnamespace = current_schema()::regnamespace and x.indisunique
      and not exists (select from pg_constraint where conindid = x.indexrelid)`.execute(database.db);
  expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(ILLEGAL.map(([name]) => name))].sort());
});

test('a reference to nothing is refused, whatever the column', async () => {
  const { rows } = await sql<{ name: string; table: string; column: string }>`
      select conname as name, conrelid::regclass::text as table, attname as column
      from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where connamespace = current_schema()::regnamespace and contype = 'f'`.execute(database.db);
  expect(rows.length).toBeGreaterThan(20);
  for (const { name, table, column } of rows) {
    const refusal =
      (await refusalOf(
        database.db,
        `update ${table} set ${column} = 0 where ctid = (select ctid from ${table} order by ${column} is null limit 1)`,
        // Nothing was refused where there is no row yet.
      )) ?? (await refusalOf(database.db, insertion(table as Table, { [column]: '0' })));
    // The fence of an act asks for its account before the reference does.
    const isFenced = table === 'action' && column === 'account_id';
    expect(refusal, `${table}.${column}`).toMatchObject(isFenced ? { code: 'FL001' } : { constraint: name });
  }
});

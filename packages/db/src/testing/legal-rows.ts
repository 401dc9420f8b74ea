import { TEST_MODEL } from '@fairlead/testing/builders';

/** SQL that finds rows of the seeded database. */
export const lead = (publicId: string) => `(select id from lead where public_id = '${publicId}')`;
export const ACCOUNT = '(select id from account)';
const CAMPAIGN = "(select id from campaign where name = 'Seeded')";
export const DEALT = lead('dealt');
export const DEAL = `(select id from deal where lead_id = ${DEALT})`;
export const MESSAGE = '(select id from message)';
const CONTACT = `(select id from contact where lead_id = ${DEALT})`;
const COMPANY = `(select company_id from contact where lead_id = ${DEALT})`;

/** One row per table that the seeded database accepts, as SQL expressions. */
export const LEGAL_ROWS = {
  lead: { public_id: "'new'", state: "'url-only'", discovered_at: 'now()' },
  embedding: {
    lead_id: lead('bare'),
    model: "'m'",
    vector: '(select vector from embedding limit 1)',
    created_at: 'now()',
  },
  account: {
    handle: "'new'",
    email: "'new@fairlead.example'",
    password_sealed: "''",
    time_zone: "'UTC'",
    connect_daily: '1',
    connect_weekly: '1',
    follow_up_daily: '1',
    subscribe_newsletter: 'false',
    created_at: 'now()',
  },
  drift_evidence: {
    account_id: ACCOUNT,
    at: 'now()',
    probe: "'profile'",
    page: "'/in/xxx/'",
    accessibility: "''",
    dom: "''",
  },
  campaign: {
    name: "'New'",
    product_docs: "''",
    objective: "'People'",
    follow_up_template: "''",
    strategy: "'bayes'",
    created_at: 'now()',
  },
  campaign_account: { campaign_id: CAMPAIGN, account_id: ACCOUNT },
  search_keyword: { campaign_id: CAMPAIGN, keyword: "'new words'", created_at: 'now()' },
  keyword_find: { lead_id: lead('read'), keyword_id: '(select max(id) from search_keyword)' },
  keyword_call: { campaign_id: CAMPAIGN, brief_digest: "''", added: '0', at: 'now()' },
  newsletter_letter: { account_id: ACCOUNT, wanted: 'true', attempts: '1' },
  company: { urn: "'urn:new'", name: "'New'", created_at: 'now()' },
  contact: {
    lead_id: lead('read'),
    company_id: COMPANY,
    first_name: "'A'",
    last_name: "'B'",
    created_at: 'now()',
  },
  deal: {
    lead_id: lead('read'),
    campaign_id: CAMPAIGN,
    contact_id: CONTACT,
    company_id: COMPANY,
    state: "'NEW'",
    created_at: 'now()',
  },
  judgement_tally: { campaign_id: CAMPAIGN, model: "'m'", judged: '0', labels: '0' },
  verdict: {
    lead_id: lead('read'),
    campaign_id: CAMPAIGN,
    qualified: 'true',
    reason: "'fits'",
    source: "'llm'",
    created_at: 'now()',
  },
  audit_pick: {
    campaign_id: CAMPAIGN,
    lead_id: lead('read'),
    qualified: 'false',
    probability: '0.1',
    model_version: "'v1'",
    drawn_at: 'now()',
  },
  outcome: { campaign_id: CAMPAIGN, lead_id: lead('read'), kind: "'replied'", at: 'now()' },
  model_snapshot: {
    campaign_id: CAMPAIGN,
    strategy: "'classic'",
    version: "'v2'",
    embedding_model: `'${TEST_MODEL}'`,
    labels: '0',
    state: "'{}'",
    created_at: 'now()',
  },
  partner_kit: {
    campaign_id: CAMPAIGN,
    origin: "'kits/wind'",
    format: "'snapshot'",
    embedding_model: `'${TEST_MODEL}'`,
    model: "'{}'",
    digest: "repeat('0', 64)",
    imported_at: 'now()',
  },
  portable_model: {
    campaign_id: CAMPAIGN,
    embedding_model: "'another-model'",
    version: "'v1'",
    model: "'{}'",
    created_at: 'now()',
  },
  llm_call: { purpose: "'keywords'", model: "'m'", prompt_tokens: '1', completion_tokens: '1', at: 'now()' },
  message: {
    deal_id: '(select max(id) from deal)',
    step: "'follow-up'",
    state: "'frozen'",
    text: "'Hello'",
    model: "'m'",
    created_at: 'now()',
  },
  action: {
    kind: "'invite'",
    state: "'intent'",
    account_id: ACCOUNT,
    lead_id: lead('read'),
    deal_id: '(select max(id) from deal)',
    fencing_token: '0',
    intent_at: 'now()',
  },
  rejected_draft: {
    deal_id: '(select max(id) from deal)',
    text: "'Hello'",
    model: "'m'",
    drafted_at: 'now()',
    rejected_at: 'now()',
    rejected_by: "'owner'",
  },
  audit_log: { at: 'now()', user_name: "'owner'", what: "'campaign.saved'", target: "'campaign 1'" },
  hand_sent_invite: { account_id: ACCOUNT, public_id: "'new'", sent_at: 'now()', seen_at: 'now()' },
  restoration: { backed_up_at: 'now()', restored_at: 'now()' },
  saved_view: {
    user_id: '(select min(id) from app_user)',
    shared: 'false',
    name: "'Mine'",
    query: "'q=wind'",
    created_at: 'now()',
  },
  conversation: {
    account_id: ACCOUNT,
    lead_id: lead('read'),
    last_at: 'now()',
    last_text: "''",
    last_from_self: 'true',
  },
  thread_message: {
    account_id: ACCOUNT,
    lead_id: DEALT,
    from_self: 'false',
    text: "'Hello'",
    read_at: 'now()',
  },
  plan_report: { at: 'now()', planned: "'[]'", waiting: "'[]'" },
  lane_schedule: { campaign_id: CAMPAIGN, lane: "'search'", next_at: 'now()' },
  lane_closure: { account_id: ACCOUNT, lane: "'search'", until: 'now()', reason: "'r'" },
  app_user: { name: "'new'", password_hash: "'x'", role: "'viewer'", created_at: 'now()' },
} as const satisfies Record<string, Record<string, string>>;

export type Table = keyof typeof LEGAL_ROWS;

/** The insertion of the legal row, with changes that may make it illegal. */
export function insertion(table: Table, changes: Readonly<Record<string, string>> = {}): string {
  const row = { ...LEGAL_ROWS[table], ...changes };
  return `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
}

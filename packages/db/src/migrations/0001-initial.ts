import { type Kysely, sql } from 'kysely';

/**
 * The first schema. Rules that must never be broken are constraints, so that no bug and no second
 * process can break them: one live invitation per account and person, one deal per person and
 * campaign, one current verdict, dates that match states, transitions that exist.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'create extension if not exists vector schema public',

  `create table lead (
    id integer generated always as identity primary key,
    public_id text not null unique check (public_id <> ''),
    urn text unique,
    state text not null check (state in ('url-only', 'enriched', 'disqualified', 'promoted')),
    closed_reason text check (closed_reason in ('self', 'inaccessible', 'duplicate', 'no-company')),
    profile jsonb,
    full_name text generated always as (profile ->> 'fullName') stored,
    headline text generated always as (profile ->> 'headline') stored,
    discovered_at timestamptz not null,
    enriched_at timestamptz,
    enrich_attempts integer not null default 0 check (enrich_attempts >= 0),
    enrich_after timestamptz,
    constraint lead_has_profile check ((profile is not null) = (enriched_at is not null)),
    constraint lead_profile_has_urn check (profile is null or urn is not null),
    constraint lead_url_only_is_bare check (state <> 'url-only' or profile is null),
    constraint lead_worked_with_is_enriched check (state not in ('enriched', 'promoted') or profile is not null),
    constraint lead_closed_is_disqualified check (closed_reason is null or state = 'disqualified')
  )`,
  `create index lead_to_enrich on lead (id) where state = 'url-only'`,
  'create index lead_by_state on lead (state, id)',

  `create table lead_raw_profile (
    lead_id integer primary key references lead on delete cascade,
    raw jsonb not null,
    fetched_at timestamptz not null
  )`,

  `create table embedding (
    lead_id integer not null references lead on delete cascade,
    model text not null,
    vector public.vector(384) not null,
    created_at timestamptz not null,
    primary key (lead_id, model)
  )`,
  'create index embedding_nearest on embedding using hnsw (vector public.vector_cosine_ops)',

  `create table account (
    id integer generated always as identity primary key,
    handle text not null unique check (handle ~ '^[a-z0-9-]+$'),
    email text not null unique,
    password_sealed bytea not null,
    session_sealed bytea,
    country text check (country ~ '^[a-z]{2}$'),
    time_zone text not null,
    connect_daily integer not null check (connect_daily >= 0),
    connect_weekly integer not null check (connect_weekly >= 0),
    follow_up_daily integer not null check (follow_up_daily >= 0),
    subscribe_newsletter boolean not null,
    active boolean not null default true,
    health text not null default 'ok' check (health in ('ok', 'stopped')),
    health_reason text,
    self_lead_id integer references lead,
    login_at timestamptz,
    created_at timestamptz not null,
    constraint account_stopped_says_why check ((health = 'stopped') = (health_reason is not null))
  )`,

  `create table campaign (
    id integer generated always as identity primary key,
    name text not null unique check (name <> ''),
    product_docs text not null,
    objective text not null check (objective <> ''),
    booking_link text,
    follow_up_template text not null,
    strategy text not null check (strategy in ('classic')),
    paused boolean not null default false,
    created_at timestamptz not null
  )`,
  `create table campaign_account (
    campaign_id integer not null references campaign on delete cascade,
    account_id integer not null references account,
    primary key (campaign_id, account_id)
  )`,
  `create table search_keyword (
    id integer generated always as identity primary key,
    campaign_id integer not null references campaign on delete cascade,
    keyword text not null check (keyword <> ''),
    created_at timestamptz not null,
    used_at timestamptz
  )`,
  'create unique index search_keyword_once on search_keyword (campaign_id, lower(keyword))',

  `create table company (
    id integer generated always as identity primary key,
    urn text unique,
    name text not null check (name <> ''),
    created_at timestamptz not null
  )`,
  'create unique index company_without_urn on company (lower(name)) where urn is null',
  `create table contact (
    id integer generated always as identity primary key,
    lead_id integer not null unique references lead,
    company_id integer not null references company,
    first_name text not null,
    last_name text not null,
    title text,
    created_at timestamptz not null
  )`,

  `create table deal (
    id integer generated always as identity primary key,
    lead_id integer not null references lead,
    campaign_id integer not null references campaign,
    contact_id integer not null references contact,
    company_id integer not null references company,
    account_id integer references account,
    state text not null check (state in ('NEW', 'PENDING', 'CONNECTED', 'COMPLETED', 'FAILED')),
    closing_reason text check (closing_reason in
      ('messaged', 'invite-refused', 'invite-lapsed', 'no-connect-control', 'inaccessible', 'message-refused')),
    closing_detail text,
    score double precision check (score between 0 and 1),
    next_step jsonb not null default '{}',
    next_check_at timestamptz,
    connect_attempts integer not null default 0 check (connect_attempts >= 0),
    act_after timestamptz,
    created_at timestamptz not null,
    pending_at timestamptz,
    connected_at timestamptz,
    completed_at timestamptz,
    failed_at timestamptz,
    constraint deal_once unique (lead_id, campaign_id),
    constraint deal_closed_says_why check ((closing_reason is not null) = (state in ('COMPLETED', 'FAILED'))),
    constraint deal_completed_by_message check ((state = 'COMPLETED') = (closing_reason is not null and closing_reason = 'messaged')),
    constraint deal_pending_is_dated check (state <> 'PENDING' or (pending_at is not null and account_id is not null)),
    constraint deal_pending_is_due check ((state = 'PENDING') = (next_check_at is not null)),
    constraint deal_connected_is_dated check (state not in ('CONNECTED', 'COMPLETED') or (connected_at is not null and account_id is not null)),
    constraint deal_completed_is_dated check ((state = 'COMPLETED') = (completed_at is not null)),
    constraint deal_failed_is_dated check ((state = 'FAILED') = (failed_at is not null)),
    constraint deal_steps_only_while_pending check (state = 'PENDING' or next_step = '{}')
  )`,
  'create index deal_by_state on deal (campaign_id, state, id)',
  `create index deal_due on deal (campaign_id, next_check_at) where state = 'PENDING'`,
  `create table deal_transition (
    id integer generated always as identity primary key,
    deal_id integer not null references deal on delete cascade,
    from_state text,
    to_state text not null,
    at timestamptz not null,
    detail text
  )`,
  'create index deal_transition_of on deal_transition (deal_id, id)',

  `create table verdict (
    id integer generated always as identity primary key,
    lead_id integer not null references lead on delete cascade,
    campaign_id integer not null references campaign on delete cascade,
    qualified boolean not null,
    reason text not null check (reason <> ''),
    source text not null check (source in ('llm', 'model', 'human')),
    model_version text,
    confidence double precision check (confidence between 0 and 1),
    created_at timestamptz not null,
    superseded_at timestamptz
  )`,
  'create unique index verdict_current on verdict (campaign_id, lead_id) where superseded_at is null',
  'create index verdict_of_lead on verdict (lead_id)',
  `create table model_snapshot (
    id integer generated always as identity primary key,
    campaign_id integer not null references campaign on delete cascade,
    strategy text not null,
    version text not null,
    embedding_model text not null,
    labels integer not null check (labels >= 0),
    state jsonb not null,
    created_at timestamptz not null,
    constraint model_snapshot_once unique (campaign_id, embedding_model, version)
  )`,
  `create table llm_call (
    id integer generated always as identity primary key,
    campaign_id integer references campaign on delete cascade,
    purpose text not null check (purpose in ('verdict', 'keywords', 'follow-up')),
    model text not null,
    prompt_tokens integer not null,
    completion_tokens integer not null,
    at timestamptz not null
  )`,

  `create table message (
    id integer generated always as identity primary key,
    deal_id integer not null references deal,
    step text not null check (step in ('follow-up')),
    state text not null check (state in ('frozen', 'sent', 'refused')),
    text text not null check (text <> ''),
    model text not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    constraint message_once unique (deal_id, step),
    constraint message_sent_is_dated check ((state = 'sent') = (sent_at is not null))
  )`,

  `create table action (
    id integer generated always as identity primary key,
    kind text not null check (kind in ('invite', 'message', 'withdraw')),
    state text not null check (state in ('intent', 'started', 'done', 'refused', 'unknown', 'abandoned')),
    account_id integer not null references account,
    lead_id integer not null references lead,
    deal_id integer not null references deal,
    message_id integer references message,
    fencing_token integer not null,
    intent_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    reason text,
    evidence jsonb not null default '{}',
    constraint action_message_is_named check ((kind = 'message') = (message_id is not null)),
    constraint action_started_is_dated check (state in ('intent', 'abandoned') or started_at is not null),
    constraint action_finished_is_dated check ((state in ('done', 'refused', 'abandoned')) = (finished_at is not null))
  )`,
  `create unique index action_one_live_invite on action (account_id, lead_id)
    where kind = 'invite' and state in ('intent', 'started', 'done', 'unknown')`,
  `create unique index action_one_live_message on action (message_id)
    where kind = 'message' and state in ('intent', 'started', 'done', 'unknown')`,
  'create index action_spent on action (account_id, kind, intent_at)',
  `create index action_open on action (account_id) where state in ('intent', 'started', 'unknown')`,

  `create table lane_schedule (
    campaign_id integer not null references campaign on delete cascade,
    lane text not null,
    next_at timestamptz not null,
    primary key (campaign_id, lane)
  )`,
  `create table lane_closure (
    account_id integer not null references account on delete cascade,
    lane text not null,
    until timestamptz not null,
    reason text not null,
    primary key (account_id, lane)
  )`,
  `create table plan_report (
    id integer primary key default 1 check (id = 1),
    at timestamptz not null,
    planned jsonb not null,
    waiting jsonb not null
  )`,

  `create table event (
    id integer generated always as identity primary key,
    at timestamptz not null,
    kind text not null,
    campaign_id integer references campaign on delete cascade,
    account_id integer references account on delete cascade,
    lead_id integer references lead on delete cascade,
    deal_id integer references deal on delete cascade,
    detail text
  )`,
  'create index event_of_lead on event (lead_id, id)',

  `create table app_user (
    id integer generated always as identity primary key,
    name text not null unique check (name <> ''),
    password_hash text not null,
    role text not null check (role in ('owner', 'operator', 'viewer')),
    created_at timestamptz not null
  )`,
  `create table dashboard_session (
    sid text primary key,
    sess json not null,
    expire timestamptz not null
  )`,
  'create index dashboard_session_expiry on dashboard_session (expire)',

  // The transitions of shared/domain, once more, where no code path can avoid them.
  `create function assert_transition() returns trigger language plpgsql as $$
  begin
    if old.state is distinct from new.state
       and not (tg_argv[0] like '%' || old.state || '>' || new.state || ' %') then
      raise exception 'A % cannot go from % to %.', tg_table_name, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
  end $$`,
  `create trigger deal_transitions before update of state on deal for each row execute function assert_transition(
    'NEW>PENDING NEW>CONNECTED NEW>FAILED PENDING>CONNECTED PENDING>FAILED CONNECTED>COMPLETED CONNECTED>FAILED ')`,
  `create trigger lead_transitions before update of state on lead for each row execute function assert_transition(
    'url-only>enriched url-only>disqualified enriched>disqualified enriched>promoted disqualified>promoted ')`,
  `create trigger action_transitions before update of state on action for each row execute function assert_transition(
    'intent>started intent>abandoned started>done started>refused started>unknown started>abandoned unknown>done unknown>refused unknown>abandoned ')`,
];

import { type Kysely, sql } from 'kysely';

/**
 * What the pages look people up by. A lead's words, company and country are columns that the database computes, so
 * that a million leads are searched by an index; the lists have an index for each order they come in. Views can be
 * saved. What is read of conversations is kept, and a row for each conversation says where it stands, written by
 * triggers, so that no path forgets it. Adding the computed columns writes the table of leads anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...LEADS, ...INDEXES, ...TABLES, ...TRIGGERS, ...FIRST_FILL])
    await sql.raw(statement).execute(db);
}

/** Bounded, for profiles are written by strangers, and an entry of an index has a greatest size. */
const LEADS = [
  `alter table lead
    add column company text generated always as (nullif(btrim(left(profile #>> '{positions,0,companyName}', 200)), '')) stored,
    add column country text generated always as (left(lower(profile ->> 'countryCode'), 8)) stored,
    add column words tsvector generated always as (to_tsvector('simple', translate(left(
      public_id
        || ' ' || coalesce(profile ->> 'fullName', '')
        || ' ' || coalesce(profile ->> 'headline', '')
        || ' ' || coalesce(profile ->> 'locationName', '')
        || ' ' || coalesce(profile ->> 'industry', '')
        || ' ' || coalesce(jsonb_path_query_array(profile, '$.positions[*].companyName')::text, '')
        || ' ' || coalesce(jsonb_path_query_array(profile, '$.positions[*].title')::text, ''),
      20000), '-_./@:,;"''[](){}<>|&!*+#~=?%\\', repeat(' ', 32)))) stored`,
];

const INDEXES = [
  'create index if not exists lead_words on lead using gin (words)',
  `create index if not exists lead_by_name on lead (lower(left(coalesce(nullif(full_name, ''), public_id), 200)), id)`,
  'create index if not exists lead_by_reading on lead (enriched_at, id) where enriched_at is not null',
  'create index if not exists lead_by_country on lead (country, id) where country is not null',
  'create index if not exists lead_discovered on lead (discovered_at)',
  'create index if not exists lead_unread on lead (id) include (closed_reason) where profile is null',
  `create index if not exists verdict_by_answer on verdict (campaign_id, qualified, lead_id) include (source)
    where superseded_at is null`,
  `create index if not exists verdict_by_source on verdict (source, lead_id) where superseded_at is null`,
  // What a campaign's answers are hangs on the campaign.
  'create statistics if not exists verdict_answers (dependencies, mcv) on campaign_id, qualified, source from verdict',
  `create index if not exists verdict_given on verdict (created_at) include (campaign_id, qualified)
    where superseded_at is null`,
  'create index if not exists action_of_deal on action (deal_id)',
  `create index if not exists llm_call_of_campaign on llm_call (campaign_id, purpose)
    include (prompt_tokens, completion_tokens)`,
  'create index if not exists deal_of_state on deal (state, id)',
  `create index if not exists deal_by_score on deal (score desc nulls last, id) where state = 'NEW'`,
  'create index if not exists deal_invited on deal (pending_at) include (campaign_id) where pending_at is not null',
  'create index if not exists deal_accepted on deal (connected_at) include (campaign_id) where connected_at is not null',
  'create index if not exists deal_finished on deal (completed_at) include (campaign_id) where completed_at is not null',
];

const TABLES = [
  `create table saved_view (
    id integer generated always as identity primary key,
    user_id integer not null references app_user on delete cascade,
    shared boolean not null,
    name text not null check (name <> '' and length(name) <= 80),
    query text not null check (length(query) <= 2000),
    created_at timestamptz not null
  )`,
  'create unique index saved_view_once on saved_view (user_id, lower(name))',

  // What LinkedIn showed, word for word; our own messages are in the table message, and here once they were read.
  `create table thread_message (
    id integer generated always as identity primary key,
    account_id integer not null references account on delete cascade,
    lead_id integer not null references lead on delete cascade,
    from_self boolean not null,
    text text not null check (text <> '' and length(text) <= 10000),
    sent_at timestamptz,
    read_at timestamptz not null
  )`,
  `create unique index thread_message_once on thread_message
    (account_id, lead_id, from_self, md5(text), coalesce(sent_at, '-infinity'))`,
  'create index thread_message_of on thread_message (lead_id, id)',

  `create table conversation (
    id integer generated always as identity primary key,
    account_id integer not null references account on delete cascade,
    lead_id integer not null references lead on delete cascade,
    last_at timestamptz not null,
    last_text text not null,
    last_from_self boolean not null,
    replied_at timestamptz,
    seen_at timestamptz,
    constraint conversation_once unique (account_id, lead_id)
  )`,
  'create index conversation_latest on conversation (last_at, id)',
  'create index conversation_of_lead on conversation (lead_id)',
  'create index conversation_replied on conversation (last_at, id) where replied_at is not null',
  `create index conversation_unread on conversation (last_at, id)
    where replied_at > coalesce(seen_at, '-infinity')`,
  'alter table account add column inbox_read_at timestamptz',
];

const TRIGGERS = [
  `create function note_conversation(account integer, lead integer, at timestamptz, said text, by_self boolean)
  returns void language sql as $$
    insert into conversation (account_id, lead_id, last_at, last_text, last_from_self, replied_at)
    values (account, lead, at, left(said, 300), by_self, case when not by_self then at end)
    on conflict (account_id, lead_id) do update set
      last_text = case when excluded.last_at >= conversation.last_at then excluded.last_text else conversation.last_text end,
      last_from_self = case when excluded.last_at >= conversation.last_at
        then excluded.last_from_self else conversation.last_from_self end,
      last_at = greatest(conversation.last_at, excluded.last_at),
      replied_at = greatest(conversation.replied_at, excluded.replied_at)
  $$`,
  `create function note_thread_message() returns trigger language plpgsql as $$
  begin
    perform note_conversation(new.account_id, new.lead_id, coalesce(new.sent_at, new.read_at), new.text, new.from_self);
    return null;
  end $$`,
  `create trigger thread_message_noted after insert on thread_message
    for each row execute function note_thread_message()`,
  `create function note_sent_message() returns trigger language plpgsql as $$
  begin
    perform note_conversation(deal.account_id, deal.lead_id, new.sent_at, new.text, true)
    from deal where deal.id = new.deal_id and deal.account_id is not null;
    return null;
  end $$`,
  `create trigger message_noted after insert or update of state on message
    for each row when (new.state = 'sent') execute function note_sent_message()`,
];

const FIRST_FILL = [
  `insert into conversation (account_id, lead_id, last_at, last_text, last_from_self)
    select distinct on (deal.account_id, deal.lead_id) deal.account_id, deal.lead_id, message.sent_at, left(message.text, 300), true
    from message join deal on deal.id = message.deal_id
    where message.state = 'sent' and deal.account_id is not null
    order by deal.account_id, deal.lead_id, message.sent_at desc`,
];

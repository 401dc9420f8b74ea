import { type Kysely, sql } from 'kysely';

/**
 * Words that go out and words that come in: what each search phrase brought and when the language model was asked
 * for more, drafts that wait for a human with what is wrong with them, and what the newsletter's endpoint was told.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...KEYWORDS, ...DRAFTS, ...NEWSLETTER]) await sql.raw(statement).execute(db);
}

const KEYWORDS = [
  // What was asked for: calls for another objective or other product docs say nothing about these.
  `alter table campaign add column brief_digest text
    generated always as (md5(objective || E'\\n' || product_docs)) stored`,
  // People shown, and of those the new ones, as they were counted at the time; null until a page was read.
  'alter table search_keyword add column found integer check (found >= 0)',
  'alter table search_keyword add column discovered integer check (discovered between 0 and found)',
  // One space between words and none around them, so that the unique index on its lower case sees the same phrase.
  `alter table search_keyword add constraint search_keyword_is_tidy
    check (keyword !~ '^ | $|  |[\\t\\n\\r]') not valid`,
  `create index if not exists search_keyword_productive on search_keyword (campaign_id, used_at)
    where discovered > 0`,
  `create table keyword_find (
    lead_id integer primary key references lead on delete cascade,
    keyword_id integer not null references search_keyword on delete cascade
  )`,
  'create index keyword_find_of on keyword_find (keyword_id)',
  `create table keyword_call (
    id integer generated always as identity primary key,
    campaign_id integer not null references campaign on delete cascade,
    brief_digest text not null,
    added integer not null check (added >= 0),
    at timestamptz not null
  )`,
  'create index keyword_call_latest on keyword_call (campaign_id, at)',
];

const DRAFTS = [
  // `held` waits for a human, who is shown the problems.
  `alter table message add column problems jsonb not null default '[]'`,
  `alter table message drop constraint message_state_check, add constraint message_state_check
    check (state in ('held', 'frozen', 'sent', 'refused')) not valid`,
  `alter table message add constraint message_held_says_why
    check (state <> 'held' or jsonb_array_length(problems) > 0) not valid`,
  `create index if not exists message_held on message (id) where state = 'held'`,
];

const NEWSLETTER = [
  // When the operator answered, or the default was applied in their stead: that happens once.
  'alter table account add column newsletter_decided_at timestamptz',
  `create table newsletter_letter (
    account_id integer primary key references account on delete cascade,
    -- What the endpoint last confirmed; null from the moment it is told until it answers.
    confirmed boolean,
    confirmed_at timestamptz,
    -- Rises with every change it is told, so that a repeated letter can be told from a new one.
    turn integer not null default 0,
    wanted boolean not null,
    attempts integer not null check (attempts >= 0),
    try_after timestamptz,
    failure text,
    constraint newsletter_confirmed_is_dated check (confirmed is null or confirmed_at is not null)
  )`,
];

import { type Kysely, sql } from 'kysely';

/**
 * What keeps an account in good health: its working hours, the cause of a stop, the circuit breaker, paused
 * writes, and redacted evidence of pages that did not look as they should. Accounts that exist go on around
 * the clock until somebody sets their hours.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table account
    add column working_days integer[] not null default '{1,2,3,4,5,6,7}',
    add column works_from_minute integer not null default 0,
    add column works_until_minute integer not null default 1440,
    add column stop_cause text,
    add column breaker_trips integer not null default 0,
    add column breaker_open_until timestamptz,
    add column breaker_reason text,
    add column writes_paused_at timestamptz,
    add column writes_paused_probe text,
    add column writes_paused_reason text`,
  `alter table account
    add constraint account_works_some_day check (
      cardinality(working_days) > 0 and working_days <@ array[1, 2, 3, 4, 5, 6, 7]),
    add constraint account_hours_in_order check (
      0 <= works_from_minute and works_from_minute < works_until_minute and works_until_minute <= 1440),
    add constraint account_stop_cause_check check (stop_cause in ('challenge', 'signed-out', 'restriction')),
    add constraint account_breaker_trips_check check (breaker_trips >= 0),
    add constraint account_pause_says_why check (
      (writes_paused_at is null) = (writes_paused_probe is null)
      and (writes_paused_at is null) = (writes_paused_reason is null))`,

  // Bounded, so that a page that changes for good does not fill the disk.
  `create table drift_evidence (
    id integer generated always as identity primary key,
    account_id integer not null references account on delete cascade,
    at timestamptz not null,
    probe text not null,
    page text not null,
    screenshot bytea check (octet_length(screenshot) <= 2000000),
    accessibility text not null check (octet_length(accessibility) <= 1000000),
    dom text not null check (octet_length(dom) <= 2000000)
  )`,
  'create index drift_evidence_of on drift_evidence (account_id, id)',
];

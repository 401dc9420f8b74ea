import { type Kysely, sql } from 'kysely';

/**
 * An account is worked by one worker at a time, and Postgres says which: whoever takes the account over
 * raises its token, and the ledger refuses every write under an older one. Redis may be wiped without
 * giving a token twice. Besides: an unknown act is looked at a few times, then given to a human;
 * invitations sent by hand count; and an act counts from when it was over, not from when it was meant.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table account add column fencing_token integer not null default 0',
  `update account set fencing_token = coalesce(
    (select max(action.fencing_token) from action where action.account_id = account.id), 0)`,

  `alter table action
    add column read_attempts integer not null default 0 check (read_attempts >= 0),
    add column look_after timestamptz,
    add column latest_at timestamptz,
    add column needs_human_at timestamptz,
    add constraint action_for_human_is_unknown check (needs_human_at is null or state not in ('intent', 'started'))`,
  'update action set latest_at = coalesce(finished_at, started_at)',
  'create index action_latest on action (account_id, kind, latest_at)',
  `create index action_for_human on action (id) where state = 'unknown' and needs_human_at is not null`,
  // What awaits a person's next step is asked for by person and by message, in every tick.
  `create index action_open_of_lead on action (lead_id) where state in ('intent', 'started', 'unknown')`,

  // FOR SHARE: whoever takes the account over waits for writes under way, and later ones see the new token.
  `create function assert_fence() returns trigger language plpgsql as $$
  begin
    perform 1 from account where id = new.account_id and fencing_token = new.fencing_token for share;
    if not found then
      raise exception 'Token % of account % is not the current one: another worker has taken it over.',
        new.fencing_token, new.account_id using errcode = 'FL001';
    end if;
    return new;
  end $$`,
  `create trigger action_fence before insert or update on action for each row execute function assert_fence()`,

  `create table hand_sent_invite (
    account_id integer not null references account on delete cascade,
    public_id text not null check (public_id <> ''),
    sent_at timestamptz not null,
    seen_at timestamptz not null,
    primary key (account_id, public_id)
  )`,
  'create index hand_sent_invite_spent on hand_sent_invite (account_id, sent_at)',
  'alter table account add column sent_list_read_at timestamptz',
];

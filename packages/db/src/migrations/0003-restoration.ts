import { type Kysely, sql } from 'kysely';

/**
 * Each restored backup: between the two instants another life of this database acted, and its ledger is
 * lost. What may have been done then is read on LinkedIn before anything is done.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table restoration (
    id integer generated always as identity primary key,
    backed_up_at timestamptz not null,
    restored_at timestamptz not null,
    constraint restoration_in_order check (backed_up_at <= restored_at)
  )`)
    .execute(db);
}

import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { type Database, onlyRow, type Tx } from '../database.ts';
import { migrate } from '../migrate.ts';
import { recordRestoration } from '../repositories/restorations.ts';
import { countRows, listTables, type RowCounts } from './row-counts.ts';
import { assertKnown, executedMigrations } from './schema.ts';

export interface LoadOptions {
  /** Replaces what is there. */
  force: boolean;
  /** What the backup's manifest says; null without one. */
  expected: RowCounts | null;
  now: Date;
}

export interface Loaded {
  rows: RowCounts;
  /** Migrations that have run since. */
  migrated: readonly string[];
  backedUpAt: Date;
}

/**
 * Restores a backup, all or nothing: its statements, the migrations it lacks, and the word that it was
 * restored. Throws `Misconfigured` when the database is in use, not empty, or older than the backup, and
 * when the backup does not hold what its manifest says.
 */
export async function loadBackup(
  db: Database,
  statements: AsyncIterable<string>,
  options: LoadOptions,
): Promise<Loaded> {
  const text = await begun(statements);
  return await db.transaction().execute(async (trx) => {
    await assertUnused(trx);
    await makeEmpty(trx, options.force);
    // A dump creates functions before the tables they speak of.
    await sql`set local check_function_bodies = off`.execute(trx);
    for await (const statement of text) {
      assertNoCopy(statement);
      if (!isSessionSetting(statement)) await sql.raw(statement).execute(trx);
    }
    await assertFairlead(trx);
    assertKnown(await executedMigrations(trx));
    const rows = await countRows(trx);
    assertComplete(rows, options.expected);
    const migrated = await migrate(trx);
    return { rows, migrated, backedUpAt: await recordRestoration(trx, options.now) };
  });
}

/** Waits for the first one: the embedded Postgres cuts off whoever idles in a transaction. */
async function begun(statements: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const reading = statements[Symbol.asyncIterator]();
  let next = await reading.next();
  return (async function* () {
    for (; !next.done; next = await reading.next()) yield next.value;
  })();
}

/** A running system would act on one half of the old rows and one half of the restored ones. */
async function assertUnused(db: Database): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(
    db,
  );
  const { count } = onlyRow(rows);
  if (count === 0) return;
  throw new Misconfigured(
    `${count} other connections use this database.`,
    'Stop scheduler, workers and dashboard first, and whatever else is connected.',
  );
}

async function makeEmpty(trx: Tx, force: boolean): Promise<void> {
  const tables = await listTables(trx);
  if (tables.length === 0) return;
  if (!force) {
    throw new Misconfigured(
      `The database is not empty: it has ${tables.length} tables.`,
      'Restore into an empty one, or replace everything in it: --force',
    );
  }
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(trx);
  const schema = sql.id(onlyRow(rows).name);
  await sql`drop schema ${schema} cascade`.execute(trx);
  await sql`create schema ${schema}`.execute(trx);
}

/** pg_dump sets up its session for itself; ours needs none of it, and older servers do not know all of it. */
function isSessionSetting(statement: string): boolean {
  return /^(SET |SELECT pg_catalog\.set_config\(|CREATE SCHEMA public$)/.test(statement);
}

/** The rows of COPY follow outside of any statement, and the embedded Postgres takes none. */
function assertNoCopy(statement: string): void {
  if (!statement.startsWith('COPY ')) return;
  throw new Misconfigured(
    'The rows of this backup are not inserts.',
    'Write it with ./fairlead backup, or with pg_dump --rows-per-insert=100.',
  );
}

async function assertFairlead(db: Database): Promise<void> {
  if ((await listTables(db)).includes('kysely_migration')) return;
  throw new Misconfigured(
    'The file is not a backup of Fairlead.',
    'Name a file that ./fairlead backup wrote.',
  );
}

function assertComplete(rows: RowCounts, expected: RowCounts | null): void {
  const wrong = Object.entries(expected ?? {}).filter(([table, count]) => rows[table] !== count);
  if (wrong.length === 0) return;
  const list = wrong.map(([table, count]) => `${table} ${rows[table] ?? 0} of ${count}`).join(', ');
  throw new Misconfigured(`The backup is not complete: ${list}.`, 'Use another backup.');
}

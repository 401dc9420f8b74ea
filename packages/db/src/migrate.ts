import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { ANALYTICS_SCHEMA } from './analytics-schema.ts';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface MigrateOptions {
  /** Default: all there are. */
  migrations?: Readonly<Record<string, Migration>>;
  /** How long a migration may wait for a table that others use. Default 5,000. */
  lockTimeoutMs?: number;
}

const LOCK_TIMEOUT_MS = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings the schema up to date, all or nothing, in one transaction under an advisory lock: several
 * processes may call it at once, and workers may run. Returns the names of the migrations that ran.
 * Throws `Misconfigured` when the database is newer than this program, or its tables are in use too long.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { migrations = MIGRATIONS, lockTimeoutMs = LOCK_TIMEOUT_MS } = options;
  const migrator = await migratorOf(db, impatient(migrations, lockTimeoutMs));
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw explained(error);
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

/**
 * A migration that waits for a lock makes everybody wait who comes after it, so it gives up instead. Not so
 * the wait for another migrator, which comes before.
 */
function impatient(
  migrations: Readonly<Record<string, Migration>>,
  lockTimeoutMs: number,
): Record<string, Migration> {
  const entries = Object.entries(migrations).map(([name, { up }]): [string, Migration] => [
    name,
    {
      up: async (db) => {
        await sql`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`.execute(db);
        // Views would hold on to the columns they show.
        await sql`drop schema if exists ${sql.id(ANALYTICS_SCHEMA)} cascade`.execute(db);
        await up(db);
      },
    },
  ]);
  return Object.fromEntries(entries);
}

function explained(error: unknown): unknown {
  if (error instanceof Error && error.message.includes('previously executed migration')) {
    return new Misconfigured(
      'The database was written by a newer Fairlead than this one.',
      'Update this program, or restore the backup made before the upgrade.',
      { cause: error },
    );
  }
  if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) {
    return new Misconfigured(
      `A migration waited too long for a table in use; nothing was changed: ${error.message}.`,
      'Run it again. If that does not help, stop the workers for as long as it takes.',
      { cause: error },
    );
  }
  return error;
}

/**
 * Whether the schema has all that this program needs; false until `migrate` has run. One that a newer program
 * has added to will do: workers of the version before go on until they are replaced. Changes nothing.
 */
export async function isSchemaCurrent(db: Database): Promise<boolean> {
  const known = await (await migratorOf(db, MIGRATIONS)).getMigrations();
  return known.every(({ executedAt }) => executedAt !== undefined);
}

async function migratorOf(db: Database, migrations: Readonly<Record<string, Migration>>): Promise<Migrator> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    // Without it the migrator would find the bookkeeping table of any other schema in the database.
    ...(rows[0] ? { migrationTableSchema: rows[0].schema } : {}),
  });
}

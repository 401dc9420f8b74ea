import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * Brings the schema up to date, all or nothing, in one transaction under an advisory lock: several
 * processes may call it at once. Returns the names of the migrations that ran.
 * Throws `Misconfigured` when the database is newer than this program.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  const { error, results } = await (await migratorOf(db)).migrateToLatest();
  if (error instanceof Error && error.message.includes('previously executed migration')) throw tooNew(error);
  if (error) throw error;
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

/**
 * Whether the schema is what this program expects; false until `migrate` has run. Changes nothing.
 * Throws `Misconfigured` when the database is newer than this program.
 */
export async function isSchemaCurrent(db: Database): Promise<boolean> {
  const known = await (await migratorOf(db)).getMigrations();
  if (known.some(({ executedAt }) => executedAt === undefined)) return false;
  const { rows } = await sql`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  if (rows.length > known.length) throw tooNew();
  return true;
}

async function migratorOf(db: Database): Promise<Migrator> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    // Without it the migrator would find the bookkeeping table of any other schema in the database.
    ...(rows[0] ? { migrationTableSchema: rows[0].schema } : {}),
  });
}

function tooNew(cause?: Error): Misconfigured {
  return new Misconfigured(
    'The database was written by a newer Fairlead than this one.',
    'Update this program, or restore the backup made before the upgrade.',
    cause ? { cause } : {},
  );
}

import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * Brings the schema up to date, all or nothing, in one transaction under an advisory lock: several
 * processes may call it at once. Returns the names of the migrations that ran.
 * Throws `Misconfigured` when the database is newer than this program.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    // Without it the migrator would find the bookkeeping table of any other schema in the database.
    ...(rows[0] ? { migrationTableSchema: rows[0].schema } : {}),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error instanceof Error && error.message.includes('previously executed migration')) {
    throw new Misconfigured(
      'The database was written by a newer Fairlead than this one.',
      'Update this program, or restore the backup made before the upgrade.',
      { cause: error },
    );
  }
  if (error) throw error;
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

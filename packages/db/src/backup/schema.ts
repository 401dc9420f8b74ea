import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { type Database, onlyRow, type Tx } from '../database.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { createRecordingDatabase } from '../recording-database.ts';

// As the migrator makes them.
const BOOKKEEPING = [
  'create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)',
  'create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null)',
];

/** Names of the migrations that have run. */
export async function executedMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Throws `Misconfigured` when one of the migrations is not among ours. */
export function assertKnown(migrations: readonly string[]): void {
  const unknown = migrations.filter((name) => MIGRATIONS[name] === undefined);
  if (unknown.length === 0) return;
  throw new Misconfigured(
    `A newer Fairlead than this one wrote it: this one does not know ${unknown.join(', ')}.`,
    'Use the version that wrote it, or a newer one.',
  );
}

/** The SQL that makes the schema these migrations lead to. Throws `Misconfigured` like `assertKnown`. */
export async function schemaStatements(migrations: readonly string[]): Promise<string[]> {
  assertKnown(migrations);
  const { db, statements } = createRecordingDatabase(null);
  for (const name of migrations) await MIGRATIONS[name]?.up(db);
  if (statements.some((statement) => /\$\d/.test(statement))) {
    throw new Error('A migration binds parameters, which cannot be written into a script.');
  }
  return [...statements, ...BOOKKEEPING];
}

/** The name under which pg_dump sees what this transaction sees. */
export async function exportSnapshot(trx: Tx): Promise<string> {
  const { rows } = await sql<{ name: string }>`select pg_export_snapshot() as name`.execute(trx);
  return onlyRow(rows).name;
}

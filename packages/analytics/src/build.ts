import { ANALYTICS_SCHEMA } from '@fairlead/db/analytics-schema';
import type { Database } from '@fairlead/db/database';
import { sql } from 'kysely';
import type { Model } from './models.ts';

/**
 * Creates every model as a view, all or nothing, in place of those that were there. Views hold no data:
 * they always show what the tables say, and need no refresh.
 */
export async function buildModels(
  db: Database,
  models: readonly Model[],
  schema = ANALYTICS_SCHEMA,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(trx);
    const source = rows[0]?.name ?? 'public';
    await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(trx);
    await sql`create schema ${sql.id(schema)}`.execute(trx);
    // Models name tables and each other without a schema.
    await sql`select set_config('search_path', ${`"${schema}", "${source}", public`}, true)`.execute(trx);
    for (const model of models)
      await sql`create view ${sql.id(schema, model.name)} as ${sql.raw(model.sql)}`.execute(trx);
  });
}

/** Whether `buildModels` has run since the schema last changed. */
export async function areBuilt(
  db: Database,
  models: readonly Model[],
  schema = ANALYTICS_SCHEMA,
): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.views where table_schema = ${schema}`.execute(db);
  const there = new Set(rows.map(({ name }) => name));
  return models.every(({ name }) => there.has(name));
}

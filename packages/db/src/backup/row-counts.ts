import { sql } from 'kysely';
import { type Database, onlyRow } from '../database.ts';

/** The number of rows of every table that a backup holds, by its name. */
export type RowCounts = Readonly<Record<string, number>>;

/** Who is signed in to the dashboard: worth nothing to a restored system, much to a thief. */
export const LEFT_OUT = 'dashboard_session';

/** Every table of the schema in use, in order of name. */
export async function listTables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' order by relname`.execute(db);
  return rows.map(({ name }) => name);
}

export async function countRows(db: Database): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const table of (await listTables(db)).filter((name) => name !== LEFT_OUT)) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)}`.execute(db);
    counts[table] = onlyRow(rows).count;
  }
  return counts;
}

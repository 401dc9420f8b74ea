import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';

/** How many rows a table has. `about`: as the database guesses since it last looked; `more-than`: it never looked. */
export interface TableSize {
  kind: 'exactly' | 'about' | 'more-than';
  rows: number;
}

// As many are counted; what has more is not worth the reading.
const COUNTED = 1_000;

/** Of each table, without ever counting a large one. */
export async function readTableSizes(
  db: Database,
  tables: readonly (keyof DB)[],
): Promise<Map<string, TableSize>> {
  const { rows } = await sql<{ name: string; guess: number }>`
    select name, coalesce((select reltuples from pg_class where oid = to_regclass(name)), -1)::float8 as guess
    from unnest(${[...tables]}::text[]) as name`.execute(db);
  const guesses = new Map(rows.map(({ name, guess }) => [name, guess]));
  const sizes = await Promise.all(
    tables.map(async (table) => [table, await sizeOf(db, table, guesses.get(table) ?? -1)] as const),
  );
  return new Map(sizes);
}

async function sizeOf(db: Database, table: keyof DB, guess: number): Promise<TableSize> {
  if (guess > COUNTED) return { kind: 'about', rows: Math.round(guess) };
  const { rows } = await sql<{ rows: number }>`select count(*)::int as rows
    from (select 1 from ${sql.table(table)} limit ${sql.lit(COUNTED + 1)}) as bounded`.execute(db);
  const counted = rows[0]?.rows ?? 0;
  return counted > COUNTED ? { kind: 'more-than', rows: COUNTED } : { kind: 'exactly', rows: counted };
}

import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A column as the database has it, with the name of its type. */
export interface CatalogColumn {
  table: string;
  name: string;
  type: string;
}

/** Every column of every table of ours. */
export async function readCatalogColumns(db: Database): Promise<CatalogColumn[]> {
  const { rows } = await sql<CatalogColumn>`
    select table_name as table, column_name as name, udt_name as type from information_schema.columns
    where table_schema = current_schema() and table_name not like 'kysely%'`.execute(db);
  return rows;
}

/** The columns of every index that leaves no row out, in the index's order. */
export async function readWholeIndexes(db: Database): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select tables.relname as table, array_agg(attribute.attname::text order by place.n) as columns
    from pg_index join pg_class tables on tables.oid = indrelid
      cross join lateral unnest(indkey) with ordinality as place (attnum, n)
      join pg_attribute attribute on attribute.attrelid = indrelid and attribute.attnum = place.attnum
    where indpred is null and tables.relnamespace = current_schema()::regnamespace
    group by indexrelid, tables.relname`.execute(db);
  return rows;
}

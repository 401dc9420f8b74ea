import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';

/**
 * How a column is read. plain: as it is. text: in a list only its beginning. json: as text. document: JSON of any size; in a
 * list only how large it is, alone indented and cut. vector: how many numbers it has.
 */
export type ColumnKind = 'plain' | 'text' | 'json' | 'document' | 'vector';

export interface ReadColumn {
  name: string;
  kind: ColumnKind;
}

/** A table as it may be looked through. Every name in it is ours, never a visitor's. */
export interface RowSource {
  table: keyof DB;
  /** Of the primary key: an integer first, so that the newest are last. */
  key: readonly string[];
  columns: readonly ReadColumn[];
}

/** The values of a row's primary key, in the order of `RowSource.key`. */
export type RowKey = readonly (number | string)[];

/** Values by the column's name. */
export type Row = Readonly<Record<string, unknown>>;

export interface RowsQuery {
  /** Only rows behind this one. */
  before?: RowKey;
  /** Only rows that have exactly this. The column must lead an index. */
  where?: { column: string; value: number | string };
  limit: number;
}

/** What is shown of a long text in a list, and of a document alone, in characters. */
const LIST_TEXT = 160;
export const DOCUMENT_TEXT = 20_000;
// Beyond this many bytes, as they are stored, a document is not indented for the page.
const INDENT_UP_TO = 262_144;

/** The newest rows, by key and never by offset: a page costs the same however large the table is. */
export async function readRows(
  db: Database,
  source: RowSource,
  { before, where, limit }: RowsQuery,
): Promise<Row[]> {
  const conditions: RawBuilder<SqlBool>[] = [];
  if (where) conditions.push(sql<SqlBool>`${sql.ref(where.column)} = ${where.value}`);
  if (before) conditions.push(sql<SqlBool>`(${names(source.key)}) < (${sql.join([...before])})`);
  const filter = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const order = sql.join(source.key.map((column) => sql`${sql.ref(column)} desc`));
  const { rows } = await sql<Row>`select ${columnsOf(source, inList)} from ${sql.table(source.table)}
    ${filter} order by ${order} limit ${limit}`.execute(db);
  return rows;
}

/** The rows with these keys, in the order of the keys, of a table with a single key. */
export async function readRowsById(db: Database, source: RowSource, ids: readonly number[]): Promise<Row[]> {
  const [key = 'id'] = source.key;
  const { rows } = await sql<Row>`select ${columnsOf(source, inList)} from ${sql.table(source.table)}
    where ${sql.ref(key)} = any(${[...ids]}::int[])`.execute(db);
  const byId = new Map(rows.map((row) => [row[key], row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** One row whole, but for documents longer than `DOCUMENT_TEXT`. Null when there is none. */
export async function readRow(db: Database, source: RowSource, key: RowKey): Promise<Row | null> {
  const { rows } = await sql<Row>`select ${columnsOf(source, alone)} from ${sql.table(source.table)}
    where (${names(source.key)}) = (${sql.join([...key])})`.execute(db);
  return rows[0] ?? null;
}

/** A JSON column of one row as text, whole. Null when there is none. */
export async function readDocument(
  db: Database,
  source: RowSource,
  key: RowKey,
  column: string,
): Promise<string | null> {
  const { rows } = await sql<{ document: string | null }>`select ${sql.ref(column)}::text as document
    from ${sql.table(source.table)} where (${names(source.key)}) = (${sql.join([...key])})`.execute(db);
  return rows[0]?.document ?? null;
}

function names(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function columnsOf({ columns }: RowSource, read: (column: ReadColumn) => RawBuilder<unknown>) {
  return sql.join(columns.map((column) => sql`${read(column)} as ${sql.ref(column.name)}`));
}

function inList({ name, kind }: ReadColumn): RawBuilder<unknown> {
  const column = sql.ref(name);
  if (kind === 'text' || kind === 'json') return sql`left(${column}::text, ${sql.lit(LIST_TEXT)})`;
  // A stored document is not fetched to learn its size.
  if (kind === 'document') return sql`pg_column_size(${column})`;
  return whole({ name, kind });
}

function alone({ name, kind }: ReadColumn): RawBuilder<unknown> {
  const column = sql.ref(name);
  if (kind === 'json') return sql`jsonb_pretty(${column})`;
  if (kind !== 'document') return whole({ name, kind });
  // One character more tells that there is more.
  return sql`left(case when pg_column_size(${column}) <= ${sql.lit(INDENT_UP_TO)}
    then jsonb_pretty(${column}) else ${column}::text end, ${sql.lit(DOCUMENT_TEXT + 1)})`;
}

function whole({ name, kind }: ReadColumn): RawBuilder<unknown> {
  return kind === 'vector' ? sql`public.vector_dims(${sql.ref(name)})` : sql.ref(name);
}

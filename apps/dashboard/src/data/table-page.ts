import type { Database } from '@fairlead/db/database';
import { findLeads } from '@fairlead/db/views/lead-page';
import { type Row, type RowKey, type RowsQuery, readRows, readRowsById } from '@fairlead/db/views/table-rows';
import { z } from 'zod';
import { encodePlace, PlaceParameter, placeAt } from '../pages/cursor.ts';
import { keyText, readId, readKey } from './keys.ts';
import type { TableSpec } from './table-spec.ts';

const PAGE_SIZE = 50;

/** The address of a list. `by` and `value` look rows up, `q` searches people by words. */
export const TableQuery = z.object({
  by: z.string().max(64).optional(),
  value: z.string().max(400).optional(),
  q: z.string().trim().max(200).optional(),
  before: z.string().max(400).optional(),
  on: PlaceParameter.optional(),
});
export type TableQuery = z.output<typeof TableQuery>;

export interface TablePage {
  rows: Row[];
  /** The part of the next page's address behind the question mark; null on the last. */
  next: string | null;
  /** Only a part was looked through; the next page goes on behind it. */
  partial: boolean;
}

const NOBODY: TablePage = { rows: [], next: null, partial: false };

/** One page of a table, newest first. Null when the address names no column to look up by, or no place in it. */
export async function readTablePage(
  db: Database,
  spec: TableSpec,
  query: TableQuery,
): Promise<TablePage | null> {
  const { by, value, q, before } = query;
  const source = { ...spec, columns: spec.columns.filter(({ name }) => isListed(spec, name)) };
  if (q !== undefined && spec.slug === 'leads') return await searchLeads(db, source, q, query.on);
  const from = before === undefined ? undefined : readKey(spec, before);
  const where = value === undefined ? undefined : readLookup(spec, by, value);
  if (from === null || where === null) return null;
  if (where === 'nothing') return NOBODY;
  const rows = await readRows(db, source, rowsQuery(from, where));
  const shown = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  if (!last) return { ...NOBODY, rows: shown };
  const lookup = by !== undefined && value !== undefined ? { by, value } : {};
  const next = new URLSearchParams({ ...lookup, before: keyText(spec, last) }).toString();
  return { rows: shown, next, partial: false };
}

function isListed({ key, listed }: TableSpec, name: string): boolean {
  return key.includes(name) || listed.includes(name);
}

function rowsQuery(before: RowKey | undefined, where: RowsQuery['where']): RowsQuery {
  return { limit: PAGE_SIZE + 1, ...(before ? { before } : {}), ...(where ? { where } : {}) };
}

/** Null for a column that rows are not looked up by; `nothing` for a value that no row can have. */
function readLookup(
  { lookups }: TableSpec,
  by: string | undefined,
  value: string,
): { column: string; value: number | string } | 'nothing' | null {
  const lookup = lookups.find(({ column }) => column === by);
  if (!lookup) return null;
  const read = lookup.kind === 'id' ? readId(value.trim()) : value.trim();
  if (read === null || (typeof read === 'string' && read.includes('\0'))) return 'nothing';
  return { column: lookup.column, value: read };
}

/** The words of a lead have an index; how it is used without ever reading all of it, `findLeads` knows. */
async function searchLeads(
  db: Database,
  source: TableSpec,
  text: string,
  on: TableQuery['on'],
): Promise<TablePage> {
  const { ids, next, partial } = await findLeads(db, {
    sort: 'newest',
    text,
    limit: PAGE_SIZE,
    ...placeAt(on, undefined),
  });
  const rows = await readRowsById(db, source, ids);
  const further = next && new URLSearchParams({ q: text, on: encodePlace(next) }).toString();
  return { rows, next: further, partial };
}

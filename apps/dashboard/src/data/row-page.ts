import type { Database } from '@fairlead/db/database';
import { type Row, type RowKey, readRow } from '@fairlead/db/views/table-rows';
import type { Response } from 'express';
import { HttpError } from '../http-error.ts';
import type { FormFaults, FormValues } from '../pages/form-faults.ts';
import { labelOf, rowCells, rowPath } from './cells.ts';
import { keyText, readKey } from './keys.ts';
import type { TableSlug, TableSpec } from './table-spec.ts';
import { referrersOf, tableOf } from './tables.ts';

/** A form that is shown again. */
export interface Typed {
  values: FormValues;
  faults: FormFaults;
}

/** The table of an address. Throws a 404. */
export function specOf(slug: unknown): TableSpec {
  const spec = typeof slug === 'string' ? tableOf(slug) : null;
  if (!spec) throw new HttpError(404, 'There is no such table.');
  return spec;
}

/** The key of an address. Throws a 404. */
export function keyOf(spec: TableSpec, text: unknown): RowKey {
  const key = typeof text === 'string' ? readKey(spec, text) : null;
  if (!key) throw new HttpError(404, 'There is no such row.');
  return key;
}

/** The page of one row: all its columns, where its ids lead to, and what may be changed. */
export async function renderRow(
  db: Database,
  res: Response,
  slug: TableSlug,
  key: RowKey,
  typed?: Typed,
): Promise<void> {
  const spec = specOf(slug);
  const row = await readRow(db, spec, key);
  if (!row) throw new HttpError(404, 'There is no such row.');
  res.render('data-row', {
    title: `${spec.one} ${keyText(spec, row)}`,
    spec,
    path: rowPath(spec, row),
    cells: rowCells(spec, row),
    values: { ...valuesOfRow(row), ...typed?.values },
    faults: typed?.faults ?? {},
    row,
    pagePath: spec.page ? fill(spec.page.path, row) : null,
    referrers: spec.key.length === 1 ? referrers(spec, row) : [],
  });
}

function referrers(spec: TableSpec, row: Row) {
  const value = keyText(spec, row);
  return referrersOf(spec.slug).map(({ table, column }) => ({
    text: column === `${spec.table}_id` ? table.title : `${table.title}, ${labelOf(column).toLowerCase()}`,
    path: `/data/${table.slug}?${new URLSearchParams({ by: column, value })}`,
  }));
}

/** `/leads/:lead_id` with the row's own values. */
function fill(path: string, row: Row): string {
  return path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(row[name])));
}

/** What the fields of a form hold at first. They are named as the columns are, but for the answer about the newsletter. */
function valuesOfRow(row: Row): FormValues {
  const values = Object.entries(row).map(([name, value]) => [name, fieldText(value)]);
  const newsletter = row.newsletter_decided_at ? fieldText(row.subscribe_newsletter) : '';
  return { ...Object.fromEntries(values), newsletter };
}

function fieldText(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '');
}

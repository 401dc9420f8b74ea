import { DOCUMENT_TEXT, type Row } from '@fairlead/db/views/table-rows';
import { keyText } from './keys.ts';
import type { ShownColumn, TableSpec } from './table-spec.ts';

/** A value as a page shows it. Nothing in it is escaped yet. */
export interface Cell {
  name: string;
  label: string;
  /** Null where there is no value. */
  text: string | null;
  at: Date | null;
  href: string | null;
  /** Shown line by line, as it stands. */
  isBlock: boolean;
  /** Where all of it is, when this is only the beginning. */
  wholePath: string | null;
}

/** The address of a row's page. */
export function rowPath(spec: Pick<TableSpec, 'slug' | 'key'>, row: Row): string {
  return `/data/${spec.slug}/${encodeURIComponent(keyText(spec, row))}`;
}

/** The cells of one row in a list; the first leads to the row. */
export function listCells(spec: TableSpec, row: Row): Cell[] {
  return spec.listed.map((name, i) => {
    const column = columnOf(spec, name);
    const cell = cellOf(column, row[name]);
    if (column.kind === 'document' && typeof row[name] === 'number') cell.text = sizeText(row[name]);
    return i === 0 ? { ...cell, href: rowPath(spec, row) } : cell;
  });
}

/** All cells of one row on its own page. */
export function rowCells(spec: TableSpec, row: Row): Cell[] {
  return spec.columns.map((column) => {
    const cell = cellOf(column, row[column.name]);
    if (column.kind !== 'document' || cell.text === null) return cell;
    const wholePath = `${rowPath(spec, row)}/${column.name}`;
    if (cell.text.length <= DOCUMENT_TEXT) return { ...cell, wholePath };
    return { ...cell, text: `${cell.text.slice(0, DOCUMENT_TEXT)}…`, wholePath };
  });
}

/** `next_check_at` → `Next check at`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/\burn\b/, 'URN');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function columnOf(spec: TableSpec, name: string): ShownColumn {
  const column = spec.columns.find((one) => one.name === name);
  if (!column) throw new Error(`The table ${spec.slug} shows no column ${name}.`);
  return column;
}

function cellOf({ name, kind, refersTo }: ShownColumn, value: unknown): Cell {
  const cell: Cell = {
    name,
    label: labelOf(name),
    text: null,
    at: null,
    href: null,
    isBlock: kind === 'text' || kind === 'json' || kind === 'document',
    wholePath: null,
  };
  if (value === null || value === undefined) return cell;
  if (value instanceof Date) return { ...cell, at: value };
  const shown = textOf(value, kind === 'vector');
  return refersTo
    ? { ...cell, text: shown, href: `/data/${refersTo}/${encodeURIComponent(shown)}` }
    : { ...cell, text: shown };
}

function textOf(value: unknown, isVector: boolean): string {
  if (isVector) return `${value} numbers`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return String(value);
}

function sizeText(bytes: number): string {
  return bytes < 1_024 ? `${bytes} bytes` : `${Math.round(bytes / 1_024)} kB`;
}

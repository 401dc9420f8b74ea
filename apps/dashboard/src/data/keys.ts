import type { Row, RowKey, RowSource } from '@fairlead/db/views/table-rows';
import { MAX_INT } from '../row-id.ts';

/** A row's key as it stands in an address: `12`, or `12:the-model` where the key has two parts. Not yet percent-encoded. */
export function keyText({ key }: Pick<RowSource, 'key'>, row: Row): string {
  return key.map((column) => String(row[column])).join(':');
}

/** What `keyText` wrote; null for anything that is no key of this table. */
export function readKey({ key }: Pick<RowSource, 'key'>, text: string): RowKey | null {
  const [first = '', ...rest] = text.split(':');
  const id = readId(first);
  if (id === null || text.includes('\0')) return null;
  if (key.length === 1) return rest.length === 0 ? [id] : null;
  const second = rest.join(':');
  return second === '' ? null : [id, second];
}

/** Null for what no row can have as its id. */
export function readId(text: string): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const id = Number(text);
  return id >= 1 && id <= MAX_INT ? id : null;
}

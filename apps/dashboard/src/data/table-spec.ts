import type { ColumnKind, RowSource } from '@fairlead/db/views/table-rows';

/** A column that may be shown. */
export interface ShownColumn {
  name: string;
  kind: ColumnKind;
  /** The page of the table this id belongs to. */
  refersTo?: TableSlug;
}

/** A column by which rows are looked up. It leads an index, or the table stays small. */
export interface Lookup {
  column: string;
  kind: 'id' | 'text';
}

/** Names a table's page. */
export type TableSlug =
  | 'accounts'
  | 'actions'
  | 'campaigns'
  | 'companies'
  | 'contacts'
  | 'deals'
  | 'embeddings'
  | 'keywords'
  | 'leads'
  | 'messages'
  | 'models'
  | 'raw-profiles'
  | 'stages'
  | 'thread-messages'
  | 'users'
  | 'verdicts';

/** A table as it may be looked at: only what is named here is ever read. */
export interface TableSpec extends RowSource {
  slug: TableSlug;
  title: string;
  /** Before the key of a row: its title. */
  one: string;
  /** What a row is. */
  about: string;
  columns: readonly ShownColumn[];
  /** Of the columns those a list shows. */
  listed: readonly string[];
  lookups: readonly Lookup[];
  /** Columns that are never read for a page, with the reason. */
  hidden: Readonly<Record<string, string>>;
  /** What may be changed, and where; or why nothing may. */
  changes: string;
  /** Another page about the same row; `:column` stands for its value. */
  page?: { path: string; text: string };
}

/** A column as it is. */
export const plain = (name: string): ShownColumn => ({ name, kind: 'plain' });

/** An id of another table's row. */
export const ref = (name: string, refersTo: TableSlug): ShownColumn => ({ name, kind: 'plain', refersTo });

/** A column that may be long. */
export const text = (name: string): ShownColumn => ({ name, kind: 'text' });

/** A small JSON column. */
export const json = (name: string): ShownColumn => ({ name, kind: 'json' });

/** A JSON column of any size. */
export const document = (name: string): ShownColumn => ({ name, kind: 'document' });

/** A vector, of which only the length is shown. */
export const vector = (name: string): ShownColumn => ({ name, kind: 'vector' });

export const byId = (column: string): Lookup => ({ column, kind: 'id' });
export const byText = (column: string): Lookup => ({ column, kind: 'text' });

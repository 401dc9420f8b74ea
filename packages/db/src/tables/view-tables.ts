import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** A list of leads somebody gave a name. */
export interface SavedViewTable {
  id: GeneratedAlways<number>;
  user_id: number;
  /** Whether everybody sees it. */
  shared: boolean;
  name: string;
  /** The query of the page's address. */
  query: string;
  created_at: Date;
}

/** A message as LinkedIn showed it. */
export interface ThreadMessageTable {
  id: GeneratedAlways<number>;
  account_id: number;
  lead_id: number;
  from_self: boolean;
  text: string;
  /** Null where the page showed no exact time. */
  sent_at: Date | null;
  read_at: Date;
}

/** Where a conversation stands. Kept by triggers on messages; the program writes only `seen_at`. */
export interface ConversationTable {
  id: GeneratedAlways<number>;
  account_id: number;
  lead_id: number;
  last_at: ColumnType<Date, Date, never>;
  last_text: ColumnType<string, string, never>;
  last_from_self: ColumnType<boolean, boolean, never>;
  replied_at: ColumnType<Date | null, Date | null | undefined, never>;
  /** When somebody here last said that they have read it. */
  seen_at: Generated<Date | null>;
}

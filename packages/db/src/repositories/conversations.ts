import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Somebody here has read the conversation, also what LinkedIn's clock says will only be written. False when there is no such one. */
export async function markSeen(db: Database, conversationId: number, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('conversation')
    .set({ seen_at: sql<Date>`greatest(${now}, last_at)` })
    .where('id', '=', conversationId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

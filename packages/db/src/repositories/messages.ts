import type { Database, Tx } from '../database.ts';

/** Freezes the follow-up text of a deal: from now on nothing else can be sent. False when there is one already. */
export async function freezeFollowUp(
  db: Database,
  dealId: number,
  text: string,
  model: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('message')
    .values({ deal_id: dealId, step: 'follow-up', state: 'frozen', text, model, created_at: now })
    .onConflict((conflict) => conflict.columns(['deal_id', 'step']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function markMessageSent(trx: Tx, messageId: number, now: Date): Promise<void> {
  await trx.updateTable('message').set({ state: 'sent', sent_at: now }).where('id', '=', messageId).execute();
}

export async function markMessageRefused(trx: Tx, messageId: number): Promise<void> {
  await trx.updateTable('message').set({ state: 'refused' }).where('id', '=', messageId).execute();
}

export async function getMessageText(db: Database, messageId: number): Promise<string> {
  const row = await db
    .selectFrom('message')
    .select('text')
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow();
  return row.text;
}

import type { DraftProblem } from '@fairlead/shared/domain/message';
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

/** Keeps a draft that may not be sent as it is, for a human to decide. False when the deal has a text already. */
export async function holdFollowUp(
  db: Database,
  dealId: number,
  draft: { text: string; model: string; problems: readonly DraftProblem[] },
  now: Date,
): Promise<boolean> {
  const { text, model, problems } = draft;
  const row = await db
    .insertInto('message')
    .values({
      deal_id: dealId,
      step: 'follow-up',
      state: 'held',
      text,
      model,
      problems: JSON.stringify(problems),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['deal_id', 'step']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A draft that waits for a human. */
export interface HeldDraft {
  messageId: number;
  dealId: number;
  leadId: number;
  campaignId: number;
  text: string;
  problems: DraftProblem[];
  createdAt: Date;
}

/** The drafts that wait for a human, oldest first. */
export async function heldDrafts(db: Database): Promise<HeldDraft[]> {
  return await db
    .selectFrom('message')
    .innerJoin('deal', 'deal.id', 'message.deal_id')
    .select([
      'message.id as messageId',
      'deal.id as dealId',
      'deal.lead_id as leadId',
      'deal.campaign_id as campaignId',
      'message.text',
      'message.problems',
      'message.created_at as createdAt',
    ])
    .where('message.state', '=', 'held')
    .where('deal.state', '=', 'CONNECTED')
    .orderBy('message.id')
    .execute();
}

/** A human's word: the text they approved is what will be sent. False when it is held no more. */
export async function releaseHeld(db: Database, messageId: number, text: string): Promise<boolean> {
  const row = await db
    .updateTable('message')
    .set({ state: 'frozen', text })
    .where('id', '=', messageId)
    .where('state', '=', 'held')
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

/** Null when there is no such message. */
export async function findMessageText(db: Database, messageId: number): Promise<string | null> {
  const row = await db.selectFrom('message').select('text').where('id', '=', messageId).executeTakeFirst();
  return row?.text ?? null;
}

export async function getMessageText(db: Database, messageId: number): Promise<string> {
  const row = await db
    .selectFrom('message')
    .select('text')
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow();
  return row.text;
}

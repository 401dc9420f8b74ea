import type { DealState } from '@fairlead/shared/domain/deal';
import type { Database, Tx } from '../database.ts';
import { moveDeal } from './deals.ts';
import { isSettled } from './eligibility.ts';
import { recordEvent } from './events.ts';

/*
 * What a human says about an invitation or a text that waits. Every answer locks the deal first, as an act
 * does that begins: whichever comes second sees what the first one did.
 */

/** Who decides, and when. */
export interface Decider {
  who: string;
  now: Date;
}

/** Nothing was changed: it does not exist, or was decided, sent or closed meanwhile. */
export interface Undecided {
  kind: 'missing' | 'decided-meanwhile';
}

export interface Draft {
  messageId: number;
  dealId: number;
  leadId: number;
  campaignId: number;
  text: string;
  model: string;
  draftedAt: Date;
}

/** Approves this text, and no other, to be sent: it becomes the message's text. One that was held is held no more. */
export async function approveMessage(
  trx: Tx,
  messageId: number,
  text: string,
  { who, now }: Decider,
): Promise<{ kind: 'approved'; draft: Draft } | Undecided> {
  const draft = await lockDraft(trx, messageId);
  if ('kind' in draft) return draft;
  await trx
    .updateTable('message')
    .set({ state: 'frozen', text, approved_at: now, approved_by: who })
    .where('id', '=', messageId)
    .execute();
  const detail = text === draft.text ? `by ${who}` : `edited by ${who}`;
  await recordEvent(trx, { kind: 'message.approved', ...idsOf(draft), detail }, now);
  return { kind: 'approved', draft };
}

/** Approves the invitation of a NEW deal. */
export async function approveInvite(
  trx: Tx,
  dealId: number,
  { who, now }: Decider,
): Promise<{ kind: 'approved'; deal: WaitingDeal } | Undecided> {
  const deal = await lockInvite(trx, dealId);
  if ('kind' in deal) return deal;
  await trx
    .updateTable('deal')
    .set({ invite_approved_at: now, invite_approved_by: who })
    .where('id', '=', dealId)
    .execute();
  await recordEvent(trx, { kind: 'invite.approved', ...idsOf(deal), detail: `by ${who}` }, now);
  return { kind: 'approved', deal };
}

/** Puts the draft aside, so that one more is written. `no-more-drafts` after the first, or where sending was tried. */
export async function redraftMessage(
  trx: Tx,
  messageId: number,
  { who, now }: Decider,
): Promise<{ kind: 'redrafted'; draft: Draft } | { kind: 'no-more-drafts' } | Undecided> {
  const draft = await lockDraft(trx, messageId);
  if ('kind' in draft) return draft;
  const { dealId: deal_id, text, model } = draft;
  if (await isInLedger(trx, messageId)) return { kind: 'no-more-drafts' };
  const row = await trx
    .insertInto('rejected_draft')
    .values({ deal_id, text, model, drafted_at: draft.draftedAt, rejected_at: now, rejected_by: who })
    .onConflict((conflict) => conflict.column('deal_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return { kind: 'no-more-drafts' };
  await trx.deleteFrom('message').where('id', '=', messageId).execute();
  await recordEvent(trx, { kind: 'message.rejected', ...idsOf(draft), detail: `by ${who}: once more` }, now);
  return { kind: 'redrafted', draft };
}

/** The ledger never forgets, so neither does what it names. */
async function isInLedger(trx: Tx, messageId: number): Promise<boolean> {
  const act = await trx
    .selectFrom('action')
    .select('id')
    .where('message_id', '=', messageId)
    .limit(1)
    .executeTakeFirst();
  return act !== undefined;
}

/** Closes the deal whose text waits. */
export async function rejectMessage(
  trx: Tx,
  messageId: number,
  reason: string,
  decider: Decider,
): Promise<{ kind: 'rejected'; draft: Draft } | Undecided> {
  const draft = await lockDraft(trx, messageId);
  if ('kind' in draft) return draft;
  await close(trx, draft, 'CONNECTED', 'message.rejected', reason, decider);
  return { kind: 'rejected', draft };
}

/** Closes the deal whose invitation waits. */
export async function rejectInvite(
  trx: Tx,
  dealId: number,
  reason: string,
  decider: Decider,
): Promise<{ kind: 'rejected'; deal: WaitingDeal } | Undecided> {
  const deal = await lockInvite(trx, dealId);
  if ('kind' in deal) return deal;
  await close(trx, deal, 'NEW', 'invite.rejected', reason, decider);
  return { kind: 'rejected', deal };
}

async function close(
  trx: Tx,
  deal: WaitingDeal,
  from: DealState,
  kind: string,
  reason: string,
  { who, now }: Decider,
): Promise<void> {
  const detail = reason === '' ? `${who} rejects it.` : `${who}: ${reason}`;
  await moveDeal(trx, deal.dealId, from, { to: 'FAILED', reason: 'rejected', detail }, now);
  await recordEvent(trx, { kind, ...idsOf(deal), detail }, now);
}

export interface WaitingDeal {
  dealId: number;
  leadId: number;
  campaignId: number;
}

const idsOf = ({ dealId, leadId, campaignId }: WaitingDeal) => ({ dealId, leadId, campaignId });

async function lockInvite(trx: Tx, dealId: number): Promise<WaitingDeal | Undecided> {
  const deal = await lockDeal(trx, dealId);
  if (!deal) return { kind: 'missing' };
  const isWaiting = deal.state === 'NEW' && deal.approvedAt === null && (await hasNothingOpen(trx, dealId));
  return isWaiting ? deal : { kind: 'decided-meanwhile' };
}

async function lockDraft(trx: Tx, messageId: number): Promise<Draft | Undecided> {
  const found = await trx
    .selectFrom('message')
    .select('deal_id as dealId')
    .where('id', '=', messageId)
    .executeTakeFirst();
  const deal = found && (await lockDeal(trx, found.dealId));
  if (!deal) return { kind: 'missing' };
  const message = await trx
    .selectFrom('message')
    .select(['state', 'text', 'model', 'created_at as draftedAt', 'approved_at as approvedAt'])
    .where('id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
  const isWaiting =
    deal.state === 'CONNECTED' &&
    message !== undefined &&
    (message.state === 'frozen' || message.state === 'held') &&
    message.approvedAt === null &&
    (await hasNothingOpen(trx, deal.dealId));
  if (!isWaiting) return { kind: 'decided-meanwhile' };
  const { text, model, draftedAt } = message;
  return { messageId, ...idsOf(deal), text, model, draftedAt };
}

async function lockDeal(trx: Tx, dealId: number) {
  return await trx
    .selectFrom('deal')
    .select([
      'id as dealId',
      'lead_id as leadId',
      'campaign_id as campaignId',
      'state',
      'invite_approved_at as approvedAt',
    ])
    .where('id', '=', dealId)
    .forUpdate()
    .executeTakeFirst();
}

/** No act about the person is under way. Read after the lock, not with it. */
async function hasNothingOpen(db: Database, dealId: number): Promise<boolean> {
  const deal = await db
    .selectFrom('deal')
    .select('deal.id')
    .where('deal.id', '=', dealId)
    .where(isSettled)
    .executeTakeFirst();
  return deal !== undefined;
}

import type { Tx } from '../database.ts';
import { type DealMove, moveDeal } from './deals.ts';
import { recordEvent } from './events.ts';
import { endAction, type NewAction } from './ledger.ts';
import { markMessageRefused, markMessageSent } from './messages.ts';
import { getActionForHuman } from './open-actions.ts';

/** What became of an act. Only `done` and `refused` change the deal; `no-control` and `limit` did nothing. */
export type ActOutcome =
  | { kind: 'done' | 'no-control' | 'limit' }
  | { kind: 'refused' | 'unknown'; reason: string };

/** The act an outcome is about. */
export type PerformedAct = Omit<NewAction, 'fencingToken' | 'text'> & { campaignId: number };

/** What the outcome of an act means for its deal and its message, in the transaction that writes the outcome. */
export async function applyOutcome(
  trx: Tx,
  act: PerformedAct,
  outcome: ActOutcome,
  now: Date,
): Promise<void> {
  const { kind, campaignId, accountId, leadId, dealId, messageId } = act;
  const event = `${kind}.${outcome.kind === 'done' ? 'sent' : outcome.kind}`;
  const ids = { kind: event, campaignId, accountId, leadId, dealId };
  if (outcome.kind === 'done') {
    if (messageId !== null) await markMessageSent(trx, messageId, now);
    if (kind === 'invite') await moveDeal(trx, dealId, 'NEW', { to: 'PENDING', accountId }, now);
    else await moveDeal(trx, dealId, 'CONNECTED', { to: 'COMPLETED' }, now);
    await recordEvent(trx, ids, now);
  } else if (outcome.kind === 'refused') {
    if (messageId !== null) await markMessageRefused(trx, messageId);
    const reason = kind === 'invite' ? 'invite-refused' : 'message-refused';
    const move: DealMove = { to: 'FAILED', reason, detail: outcome.reason };
    await moveDeal(trx, dealId, kind === 'invite' ? 'NEW' : 'CONNECTED', move, now);
    await recordEvent(trx, { ...ids, detail: outcome.reason }, now);
  } else if (outcome.kind === 'unknown') {
    await recordEvent(trx, { ...ids, detail: outcome.reason }, now);
  }
}

/**
 * A human says whether an act that nobody could read back was done. False when it does not wait for a
 * human any more.
 */
export async function settleByHuman(
  trx: Tx,
  actionId: number,
  wasDone: boolean,
  who: string,
  now: Date,
): Promise<boolean> {
  const action = await getActionForHuman(trx, actionId);
  if (!action) return false;
  const word = wasDone ? 'it was done' : 'it was not done';
  const end = { to: wasDone ? 'done' : 'abandoned', reason: `${who} says that ${word}.` } as const;
  if (!(await endAction(trx, actionId, action.fencingToken, 'unknown', end, now))) return false;
  await applyOutcome(trx, action, { kind: wasDone ? 'done' : 'no-control' }, now);
  const { campaignId, accountId, leadId, dealId } = action;
  const event = { kind: 'action.settled', campaignId, accountId, leadId, dealId };
  await recordEvent(trx, { ...event, detail: end.reason }, now);
  return true;
}

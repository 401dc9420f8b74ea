import type { Tx } from '@fairlead/db/database';
import {
  type DealMove,
  type DealTarget,
  type FollowUpTarget,
  moveDeal,
} from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { markMessageRefused, markMessageSent } from '@fairlead/db/repositories/messages';
import type { WriteOutcome } from '../driver/port.ts';

/** What an invitation's outcome means for the deal. */
export async function applyInvite(
  trx: Tx,
  deal: Pick<DealTarget, 'dealId' | 'leadId' | 'campaignId'>,
  accountId: number,
  outcome: WriteOutcome,
  now: Date,
): Promise<void> {
  const ids = { campaignId: deal.campaignId, accountId, leadId: deal.leadId, dealId: deal.dealId };
  if (outcome.kind === 'done') {
    await moveDeal(trx, deal.dealId, 'NEW', { to: 'PENDING', accountId }, now);
    await recordEvent(trx, { ...ids, kind: 'invite.sent' }, now);
  } else if (outcome.kind === 'refused') {
    const move: DealMove = { to: 'FAILED', reason: 'invite-refused', detail: outcome.reason };
    await moveDeal(trx, deal.dealId, 'NEW', move, now);
    await recordEvent(trx, { ...ids, kind: 'invite.refused', detail: outcome.reason }, now);
  } else if (outcome.kind === 'unknown') {
    await recordEvent(trx, { ...ids, kind: 'invite.unknown', detail: outcome.reason }, now);
  }
}

/** What a message's outcome means for the deal. */
export async function applyMessage(
  trx: Tx,
  deal: Pick<DealTarget, 'dealId' | 'leadId' | 'campaignId'> & Pick<FollowUpTarget, 'messageId'>,
  accountId: number,
  outcome: WriteOutcome,
  now: Date,
): Promise<void> {
  const ids = { campaignId: deal.campaignId, accountId, leadId: deal.leadId, dealId: deal.dealId };
  if (outcome.kind === 'done') {
    await markMessageSent(trx, deal.messageId, now);
    await moveDeal(trx, deal.dealId, 'CONNECTED', { to: 'COMPLETED' }, now);
    await recordEvent(trx, { ...ids, kind: 'message.sent' }, now);
  } else if (outcome.kind === 'refused') {
    await markMessageRefused(trx, deal.messageId);
    const move = { to: 'FAILED', reason: 'message-refused', detail: outcome.reason } as const;
    await moveDeal(trx, deal.dealId, 'CONNECTED', move, now);
    await recordEvent(trx, { ...ids, kind: 'message.refused', detail: outcome.reason }, now);
  } else if (outcome.kind === 'unknown') {
    await recordEvent(trx, { ...ids, kind: 'message.unknown', detail: outcome.reason }, now);
  }
}

import { OPEN_ACTION_STATES } from '@fairlead/shared/domain/action';
import type { Tx } from '../database.ts';
import { moveDeal } from './deals.ts';
import { recordEvent } from './events.ts';

/** A human closes a deal. */
export interface HandClosing {
  dealId: number;
  /** The human's name. */
  who: string;
  reason: string;
}

/** `under-way`: an act for it has begun whose end is not known. `closed`: it is over already. */
export type HandClosed = { kind: 'missing' | 'closed' | 'under-way' } | { kind: 'done'; leadId: number };

/** Closes a deal that is not over, for a reason of the human's own. Locks it, so that no act begins meanwhile. */
export async function closeDealByHand(
  trx: Tx,
  { dealId, who, reason }: HandClosing,
  now: Date,
): Promise<HandClosed> {
  const deal = await trx
    .selectFrom('deal')
    .select(['state', 'lead_id as leadId', 'campaign_id as campaignId'])
    .where('id', '=', dealId)
    .forUpdate()
    .executeTakeFirst();
  if (!deal) return { kind: 'missing' };
  const { state, leadId, campaignId } = deal;
  if (state === 'COMPLETED' || state === 'FAILED') return { kind: 'closed' };
  const open = await trx
    .selectFrom('action')
    .select('id')
    .where('deal_id', '=', dealId)
    .where('state', 'in', OPEN_ACTION_STATES)
    .limit(1)
    .executeTakeFirst();
  if (open) return { kind: 'under-way' };
  const detail = `${who}: ${reason}`;
  await moveDeal(trx, dealId, state, { to: 'FAILED', reason: 'rejected', detail }, now);
  await recordEvent(trx, { kind: 'deal.failed', campaignId, leadId, dealId, detail }, now);
  return { kind: 'done', leadId };
}

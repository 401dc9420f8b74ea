import type { DealState } from '@fairlead/shared/domain/deal';
import type { Tx } from '../database.ts';
import { moveDeal } from './deals.ts';
import { recordEvent } from './events.ts';
import { getEnrichedLead, moveLead } from './leads.ts';
import { removeAuditPick } from './parking.ts';
import { promoteLead } from './promotion.ts';
import { recordVerdict } from './verdicts.ts';

/** What a human says of a lead for a campaign. */
export interface Correction {
  leadId: number;
  campaignId: number;
  qualified: boolean;
  /** The human's name. */
  who: string;
}

/**
 * What followed. `deal-left`: the deal is under way or over, and stays as it is. `deal-rejected`: it was NEW and is closed.
 * `missing`: there is no such lead with a profile, or no verdict to correct.
 */
export type Corrected =
  | { kind: 'missing' }
  | { kind: 'unchanged' | 'promoted' | 'disqualified' | 'deal-rejected' | 'no-company' | 'closed' }
  | { kind: 'deal-left'; state: DealState };

/**
 * A human's verdict supersedes the current one, and moves the lead and a deal that nothing was done for yet. It trains
 * the model like any other; an audit counts with it as the last word.
 */
export async function correctVerdict(trx: Tx, correction: Correction, now: Date): Promise<Corrected> {
  const { leadId, campaignId } = correction;
  await lockLead(trx, leadId);
  const current = await currentVerdict(trx, leadId, campaignId);
  return current ? await judgeByHand(trx, correction, now) : { kind: 'missing' };
}

/** The same, also of somebody the campaign has not judged: then the human's is the first verdict. */
export async function judgeByHand(trx: Tx, correction: Correction, now: Date): Promise<Corrected> {
  const { leadId, campaignId, qualified, who } = correction;
  await lockLead(trx, leadId);
  const lead = await getEnrichedLead(trx, leadId);
  if (!lead) return { kind: 'missing' };
  const current = await currentVerdict(trx, leadId, campaignId);
  if (current?.source === 'human' && current.qualified === qualified) return { kind: 'unchanged' };
  if (current)
    await trx.updateTable('verdict').set({ superseded_at: now }).where('id', '=', current.id).execute();
  const reason = `${who} says ${qualified ? 'yes' : 'no'}.`;
  const verdict = { qualified, reason, source: 'human', modelVersion: null, confidence: null } as const;
  await recordVerdict(trx, leadId, campaignId, verdict, now);
  await removeAuditPick(trx, campaignId, leadId);
  const kind = current ? 'lead.corrected' : qualified ? 'lead.qualified' : 'lead.disqualified';
  await recordEvent(trx, { kind, campaignId, leadId, detail: reason }, now);
  const deal = await lockDeal(trx, leadId, campaignId);
  if (deal) return await correctDeal(trx, deal, correction, now);
  if (qualified) return { kind: (await promoteLead(trx, lead, campaignId, null, now)).kind };
  if (lead.state === 'enriched') await moveLead(trx, leadId, 'disqualified');
  return { kind: 'disqualified' };
}

export async function lockLead(trx: Tx, leadId: number): Promise<void> {
  await trx.selectFrom('lead').select('id').where('id', '=', leadId).forUpdate().execute();
}

async function currentVerdict(trx: Tx, leadId: number, campaignId: number) {
  return await trx
    .selectFrom('verdict')
    .select(['id', 'source', 'qualified'])
    .where('lead_id', '=', leadId)
    .where('campaign_id', '=', campaignId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
}

/** Locked, so that no act begins meanwhile. */
async function lockDeal(trx: Tx, leadId: number, campaignId: number) {
  return await trx
    .selectFrom('deal')
    .select(['id', 'state'])
    .where('lead_id', '=', leadId)
    .where('campaign_id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether any act was ever begun for it: an invitation may be on its way. Read after the lock, not with it. */
export async function isActedOn(trx: Tx, dealId: number): Promise<boolean> {
  const act = await trx
    .selectFrom('action')
    .select('id')
    .where('deal_id', '=', dealId)
    .limit(1)
    .executeTakeFirst();
  return act !== undefined;
}

/** Only a NEW deal that nobody acted on is closed; the others are LinkedIn's by now. */
async function correctDeal(
  trx: Tx,
  deal: { id: number; state: DealState },
  { qualified, who }: Correction,
  now: Date,
): Promise<Corrected> {
  if (qualified && deal.state === 'NEW') return { kind: 'promoted' };
  if (qualified || deal.state !== 'NEW' || (await isActedOn(trx, deal.id))) {
    return { kind: 'deal-left', state: deal.state };
  }
  await moveDeal(trx, deal.id, 'NEW', { to: 'FAILED', reason: 'rejected', detail: `${who} says no.` }, now);
  return { kind: 'deal-rejected' };
}

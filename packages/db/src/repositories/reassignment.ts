import type { Tx } from '../database.ts';
import { type Corrected, isActedOn, judgeByHand, lockLead } from './corrections.ts';

/** Who is to be moved, and where to. */
export interface Reassignment {
  leadId: number;
  /** The campaign that gets the person. */
  campaignId: number;
  /** The human's name. */
  who: string;
}

/**
 * A human gives a person to another campaign: a yes there, and a no in every other that wanted them. Somebody whom
 * another campaign has invited, or is about to, stays there: `deal-left`. What follows is that of the yes.
 */
export async function reassignLead(
  trx: Tx,
  { leadId, campaignId, who }: Reassignment,
  now: Date,
): Promise<Corrected> {
  await lockLead(trx, leadId);
  const deals = await trx
    .selectFrom('deal')
    .select(['id', 'state'])
    .where('lead_id', '=', leadId)
    .where('campaign_id', '<>', campaignId)
    .where('state', '<>', 'FAILED')
    .forUpdate()
    .execute();
  for (const { id, state } of deals) {
    if (state !== 'NEW' || (await isActedOn(trx, id))) return { kind: 'deal-left', state };
  }
  const wanting = await trx
    .selectFrom('verdict')
    .select('campaign_id as id')
    .where('lead_id', '=', leadId)
    .where('campaign_id', '<>', campaignId)
    .where('superseded_at', 'is', null)
    .where('qualified', '=', true)
    .orderBy('campaign_id')
    .execute();
  for (const { id } of wanting)
    await judgeByHand(trx, { leadId, campaignId: id, qualified: false, who }, now);
  return await judgeByHand(trx, { leadId, campaignId, qualified: true, who }, now);
}

import type { Database, Tx } from '../database.ts';
import { recordEvent } from '../repositories/events.ts';

/** Which accounts work for which campaign, by handle. */
export async function handlesByCampaign(db: Database): Promise<Map<number, string[]>> {
  const rows = await db
    .selectFrom('campaign_account')
    .innerJoin('account', 'account.id', 'campaign_account.account_id')
    .select(['campaign_account.campaign_id as campaignId', 'account.handle'])
    .orderBy('account.id')
    .execute();
  const handles = new Map<number, string[]>();
  for (const { campaignId, handle } of rows)
    handles.set(campaignId, [...(handles.get(campaignId) ?? []), handle]);
  return handles;
}

/**
 * Pauses or resumes a campaign in the name of a user, and records it. `unchanged` when it was so
 * already, `missing` when there is no such campaign.
 */
export async function pauseCampaign(
  trx: Tx,
  campaignId: number,
  paused: boolean,
  userName: string,
  now: Date,
): Promise<'changed' | 'unchanged' | 'missing'> {
  const campaign = await trx
    .selectFrom('campaign')
    .select('paused')
    .where('id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst();
  if (!campaign) return 'missing';
  if (campaign.paused === paused) return 'unchanged';
  await trx.updateTable('campaign').set({ paused }).where('id', '=', campaignId).execute();
  const kind = paused ? 'campaign.paused' : 'campaign.resumed';
  await recordEvent(trx, { kind, campaignId, detail: `by ${userName}` }, now);
  return 'changed';
}

import type { Database } from '../database.ts';

export interface Campaign {
  id: number;
  name: string;
  productDocs: string;
  objective: string;
  bookingLink: string | null;
  followUpTemplate: string;
  strategy: 'classic';
  paused: boolean;
}

export type NewCampaign = Omit<Campaign, 'id' | 'paused'>;

const COLUMNS = [
  'id',
  'name',
  'product_docs as productDocs',
  'objective',
  'booking_link as bookingLink',
  'follow_up_template as followUpTemplate',
  'strategy',
  'paused',
] as const;

export async function listCampaigns(db: Database): Promise<Campaign[]> {
  return await db.selectFrom('campaign').select(COLUMNS).orderBy('id').execute();
}

export async function getCampaign(db: Database, id: number): Promise<Campaign | null> {
  return (await db.selectFrom('campaign').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Creates the campaign, or updates the one with that name. Returns its id. */
export async function upsertCampaign(db: Database, campaign: NewCampaign, now: Date): Promise<number> {
  const values = {
    product_docs: campaign.productDocs,
    objective: campaign.objective,
    booking_link: campaign.bookingLink,
    follow_up_template: campaign.followUpTemplate,
    strategy: campaign.strategy,
  };
  const row = await db
    .insertInto('campaign')
    .values({ ...values, name: campaign.name, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Lets the account work for the campaign. */
export async function assignAccount(db: Database, campaignId: number, accountId: number): Promise<void> {
  await db
    .insertInto('campaign_account')
    .values({ campaign_id: campaignId, account_id: accountId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

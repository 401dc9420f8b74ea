import type { StrategyName } from '@fairlead/shared/domain/verdict';
import type { Database } from '../database.ts';

export interface Campaign {
  id: number;
  name: string;
  productDocs: string;
  objective: string;
  bookingLink: string | null;
  followUpTemplate: string;
  strategy: StrategyName;
  /** As stored: the strategy parses them. */
  strategyOptions: Record<string, unknown>;
  /** Of the automatic decisions, the share that the language model checks. */
  auditShare: number;
  /** Automatic decisions stop when more of them than this are surely wrong. */
  auditTolerance: number;
  paused: boolean;
  /** Of its turns, the share that a partner campaign takes; null for a regular campaign. */
  actionFraction: number | null;
}

/** What is absent is the database's default for a new campaign, and stays as it is for a known one. */
export type NewCampaign = Omit<Campaign, 'id' | 'paused' | 'actionFraction' | keyof Judging> &
  Partial<Judging>;

type Judging = Pick<Campaign, 'strategy' | 'strategyOptions' | 'auditShare' | 'auditTolerance'>;

const COLUMNS = [
  'id',
  'name',
  'product_docs as productDocs',
  'objective',
  'booking_link as bookingLink',
  'follow_up_template as followUpTemplate',
  'strategy',
  'strategy_options as strategyOptions',
  'audit_share as auditShare',
  'audit_tolerance as auditTolerance',
  'paused',
  'action_fraction as actionFraction',
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
    ...judgingColumns(campaign),
  };
  const row = await db
    .insertInto('campaign')
    .values({ ...values, name: campaign.name, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

function judgingColumns({ strategy, strategyOptions, auditShare, auditTolerance }: NewCampaign) {
  return {
    ...(strategy === undefined ? {} : { strategy }),
    ...(strategyOptions === undefined ? {} : { strategy_options: JSON.stringify(strategyOptions) }),
    ...(auditShare === undefined ? {} : { audit_share: auditShare }),
    ...(auditTolerance === undefined ? {} : { audit_tolerance: auditTolerance }),
  };
}

/** Makes the campaign a partner that takes this share of its turns. */
export async function makePartner(db: Database, campaignId: number, actionFraction: number): Promise<void> {
  await db
    .updateTable('campaign')
    .set({ action_fraction: actionFraction, paused: false })
    .where('id', '=', campaignId)
    .execute();
}

/** The campaign of exactly this name, or null. */
export async function findCampaign(db: Database, name: string): Promise<Campaign | null> {
  const row = await db.selectFrom('campaign').select(COLUMNS).where('name', '=', name).executeTakeFirst();
  return row ?? null;
}

/** Lets the account work for the campaign. */
export async function assignAccount(db: Database, campaignId: number, accountId: number): Promise<void> {
  await db
    .insertInto('campaign_account')
    .values({ campaign_id: campaignId, account_id: accountId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

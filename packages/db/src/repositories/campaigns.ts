import type { ApprovalMode } from '@fairlead/shared/domain/approval';
import type { StrategyName } from '@fairlead/shared/domain/verdict';
import type { Database, Tx } from '../database.ts';

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
  /** What it sends without asking a human first. */
  approvalMode: ApprovalMode;
  /** One more with every save: whoever read an older one must not overwrite it. */
  version: number;
}

/** What is absent is the database's default for a new campaign, and stays as it is for a known one. */
export type NewCampaign = Omit<Campaign, 'id' | 'paused' | 'actionFraction' | 'version' | keyof Defaulted> &
  Partial<Defaulted>;

type Defaulted = Pick<
  Campaign,
  'strategy' | 'strategyOptions' | 'auditShare' | 'auditTolerance' | 'approvalMode'
>;

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
  'approval_mode as approvalMode',
  'version',
] as const;

export async function listCampaigns(db: Database): Promise<Campaign[]> {
  return await db.selectFrom('campaign').select(COLUMNS).orderBy('id').execute();
}

export async function getCampaign(db: Database, id: number): Promise<Campaign | null> {
  return (await db.selectFrom('campaign').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null;
}

/**
 * Creates the campaign the environment describes, or updates it. One that somebody has edited since, or renamed, stays as
 * it is. Returns its id.
 */
export async function upsertCampaign(db: Database, campaign: NewCampaign, now: Date): Promise<number> {
  const edited = await editedCampaign(db, campaign.name);
  if (edited !== null) return edited;
  const { name, ...values } = columnsOf(campaign);
  const row = await db
    .insertInto('campaign')
    .values({ ...values, name, provisioned_as: name, created_at: now })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ ...values, version: eb('campaign.version', '+', 1) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function editedCampaign(db: Database, name: string): Promise<number | null> {
  const row = await db
    .selectFrom('campaign')
    .select('id')
    .where((eb) => eb.or([eb('name', '=', name), eb('provisioned_as', '=', name)]))
    .where('edited_at', 'is not', null)
    .orderBy((eb) => eb('provisioned_as', '=', name), 'desc')
    .executeTakeFirst();
  return row?.id ?? null;
}

function columnsOf(campaign: NewCampaign) {
  const { strategy, strategyOptions, auditShare, auditTolerance, approvalMode } = campaign;
  return {
    name: campaign.name,
    product_docs: campaign.productDocs,
    objective: campaign.objective,
    booking_link: campaign.bookingLink,
    follow_up_template: campaign.followUpTemplate,
    ...(strategy === undefined ? {} : { strategy }),
    ...(strategyOptions === undefined ? {} : { strategy_options: JSON.stringify(strategyOptions) }),
    ...(auditShare === undefined ? {} : { audit_share: auditShare }),
    ...(auditTolerance === undefined ? {} : { audit_tolerance: auditTolerance }),
    ...(approvalMode === undefined ? {} : { approval_mode: approvalMode }),
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

/** A campaign made by hand. It is paused until somebody lets it run. Returns its id, or null when the name is taken. */
export async function createCampaign(trx: Tx, campaign: NewCampaign, now: Date): Promise<number | null> {
  const row = await trx
    .insertInto('campaign')
    .values({ ...columnsOf(campaign), paused: true, edited_at: now, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** `stale`: somebody saved it since `version` was read. */
export type Saved = 'saved' | 'stale' | 'name-taken';

/** Saves a form that was opened when the campaign had `version`. */
export async function saveCampaign(
  trx: Tx,
  id: number,
  version: number,
  campaign: NewCampaign,
  now: Date,
): Promise<Saved> {
  const namesake = await trx
    .selectFrom('campaign')
    .select('id')
    .where('name', '=', campaign.name)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (namesake) return 'name-taken';
  const row = await trx
    .updateTable('campaign')
    .set((eb) => ({ ...columnsOf(campaign), edited_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst();
  return row ? 'saved' : 'stale';
}

/** The accounts that work for the campaign: these and no others. */
export async function setCampaignAccounts(
  trx: Tx,
  campaignId: number,
  accountIds: readonly number[],
): Promise<void> {
  await trx
    .deleteFrom('campaign_account')
    .where('campaign_id', '=', campaignId)
    .$if(accountIds.length > 0, (query) => query.where('account_id', 'not in', accountIds))
    .execute();
  for (const accountId of accountIds) await assignAccount(trx, campaignId, accountId);
}

/** Ids of the accounts that work for the campaign. */
export async function accountsOfCampaign(db: Database, campaignId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('campaign_account')
    .select('account_id')
    .where('campaign_id', '=', campaignId)
    .orderBy('account_id')
    .execute();
  return rows.map(({ account_id }) => account_id);
}

/** Lets the account work for the campaign. */
export async function assignAccount(db: Database, campaignId: number, accountId: number): Promise<void> {
  await db
    .insertInto('campaign_account')
    .values({ campaign_id: campaignId, account_id: accountId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

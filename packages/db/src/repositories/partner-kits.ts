import { type KitFormat, PARTNER_NEW_DEALS } from '@fairlead/shared/domain/partner';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { moveDeal } from './deals.ts';
import { eligibleToSeed } from './eligibility.ts';

/** Where a partner campaign came from, and the model that ranks its people. */
export interface PartnerKit {
  /** What the operator named, with what it was resolved to. */
  origin: string;
  format: KitFormat;
  /** Whose vectors the model reads. */
  embeddingModel: string;
  /** The model file as it came. */
  model: Buffer;
  /** SHA-256 of it, in hexadecimal. */
  digest: string;
}

/** The kit of a partner campaign; null when it was removed, or the campaign is a regular one. */
export async function getKit(db: Database, campaignId: number): Promise<PartnerKit | null> {
  const kit = await db
    .selectFrom('partner_kit')
    .select(['origin', 'format', 'embedding_model as embeddingModel', 'model', 'digest'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
  return kit ?? null;
}

/** Stores the kit of a campaign in place of the one it has. */
export async function saveKit(db: Database, campaignId: number, kit: PartnerKit, now: Date): Promise<void> {
  const values = {
    origin: kit.origin,
    format: kit.format,
    embedding_model: kit.embeddingModel,
    model: kit.model,
    digest: kit.digest,
    imported_at: now,
  };
  await db
    .insertInto('partner_kit')
    .values({ campaign_id: campaignId, ...values })
    .onConflict((conflict) => conflict.column('campaign_id').doUpdateSet(values))
    .execute();
}

/** A partner campaign as the operator sees it. */
export interface ListedKit {
  campaignId: number;
  name: string;
  actionFraction: number;
  paused: boolean;
  /** Null once the kit was removed. */
  origin: string | null;
  digest: string | null;
  accounts: string[];
  /** Deals in whatever state. */
  deals: number;
}

/** Every partner campaign, also those whose kit was removed, oldest first. */
export async function listKits(db: Database): Promise<ListedKit[]> {
  return await db
    .selectFrom('campaign')
    .leftJoin('partner_kit', 'partner_kit.campaign_id', 'campaign.id')
    .where('campaign.action_fraction', 'is not', null)
    .select([
      'campaign.id as campaignId',
      'campaign.name',
      sql<number>`campaign.action_fraction`.as('actionFraction'),
      'campaign.paused',
      'partner_kit.origin',
      'partner_kit.digest',
      sql<string[]>`array(select account.handle from campaign_account join account on account.id = account_id
        where campaign_id = campaign.id order by account.id)`.as('accounts'),
      sql<number>`(select count(*)::int from deal where deal.campaign_id = campaign.id)`.as('deals'),
    ])
    .orderBy('campaign.id')
    .execute();
}

/**
 * Stops a partner campaign for good: it is paused and has no turns, its model is gone, and its deals for whom nothing was
 * done yet are closed. What was sent stays in the ledger. Returns how many deals were closed.
 */
export async function removeKit(trx: Tx, campaignId: number, now: Date): Promise<number> {
  // Of no share: if somebody resumes it, it acts for nobody and takes no turns from others.
  const stopped = { paused: true, action_fraction: 0 };
  await trx.updateTable('campaign').set(stopped).where('id', '=', campaignId).execute();
  await trx.deleteFrom('partner_kit').where('campaign_id', '=', campaignId).execute();
  const untouched = await trx
    .selectFrom('deal')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'NEW')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('action').select('action.id').whereRef('action.deal_id', '=', 'deal.id'))),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const detail = 'The kit of the partner campaign was removed.';
  for (const { id } of untouched) {
    await moveDeal(trx, id, 'NEW', { to: 'FAILED', reason: 'rejected', detail }, now);
  }
  return untouched.length;
}

/** Leads that may seed a partner campaign, the newest first: those who were disqualified lately. */
export async function leadsToSeed(db: Database, embeddingModel: string, limit: number): Promise<number[]> {
  const rows = await eligibleToSeed(db, embeddingModel)
    .select('lead.id')
    .orderBy('lead.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * How many deals the partner campaign lacks. Holds the campaign until the transaction ends, so that two
 * workers do not both fill it. 0 when it does not run.
 */
export async function missingDeals(trx: Tx, campaignId: number): Promise<number> {
  const campaign = await trx
    .selectFrom('campaign')
    .select(['paused', 'action_fraction'])
    .where('id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst();
  if (!campaign || campaign.paused || campaign.action_fraction === null) return 0;
  const { count } = await trx
    .selectFrom('deal')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'NEW')
    .executeTakeFirstOrThrow();
  return Math.max(0, PARTNER_NEW_DEALS - count);
}

/** Whether the lead may still seed a partner campaign. Holds it until the transaction ends. */
export async function claimToSeed(trx: Tx, leadId: number, embeddingModel: string): Promise<boolean> {
  // The lock first: what is asked for must be seen as it is once nobody else holds the lead.
  await trx.selectFrom('lead').select('id').where('id', '=', leadId).forUpdate().execute();
  const row = await eligibleToSeed(trx, embeddingModel)
    .select('lead.id')
    .where('lead.id', '=', leadId)
    .executeTakeFirst();
  return row !== undefined;
}

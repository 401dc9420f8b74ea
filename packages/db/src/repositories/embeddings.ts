import { type Profile, profileText } from '@fairlead/shared/domain/profile';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { decodeVector, encodeVector } from '../vector.ts';
import { eligibleToEmbed, eligibleToJudge } from './eligibility.ts';

export interface LeadText {
  leadId: number;
  text: string;
}

export interface LeadVector {
  id: number;
  vector: Float32Array;
}

/** Enriched leads that lack a vector of this model, oldest first. */
export async function leadsToEmbed(db: Database, model: string, limit: number): Promise<LeadText[]> {
  const rows = await eligibleToEmbed(db, model)
    .select(['lead.id', 'lead.profile'])
    .orderBy('lead.id')
    .limit(limit)
    .execute();
  return rows.map(({ id, profile }) => ({ leadId: id, text: profileText(profile as Profile) }));
}

/** Stores vectors; one that another worker stored meanwhile stays as it is. */
export async function saveEmbeddings(
  db: Database,
  model: string,
  vectors: readonly LeadVector[],
  now: Date,
): Promise<void> {
  if (vectors.length === 0) return;
  await db
    .insertInto('embedding')
    .values(
      vectors.map(({ id, vector }) => ({
        lead_id: id,
        model,
        vector: encodeVector(vector),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ids of leads with a vector of this model that await this campaign's judgement and are not drawn for audit, oldest first. */
export async function candidateIds(
  db: Database,
  campaignId: number,
  model: string,
  limit: number,
): Promise<number[]> {
  const rows = await eligibleToJudge(db, campaignId, model)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('audit_pick')
            .select('audit_pick.lead_id')
            .whereRef('audit_pick.lead_id', '=', 'lead.id')
            .where('audit_pick.campaign_id', '=', campaignId),
        ),
      ),
    )
    .select('lead.id')
    .orderBy('lead.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** The vectors of this model that these leads have. */
export async function vectorsOf(
  db: Database,
  model: string,
  leadIds: readonly number[],
): Promise<LeadVector[]> {
  if (leadIds.length === 0) return [];
  const rows = await db
    .selectFrom('embedding')
    .select(['lead_id as id', 'vector'])
    .where('model', '=', model)
    .where(sql<boolean>`lead_id = any(${[...leadIds]}::int[])`)
    .execute();
  return rows.map(({ id, vector }) => ({ id, vector: decodeVector(vector) }));
}

/** The vectors of NEW deals of a campaign, keyed by deal. */
export async function newDealVectors(db: Database, campaignId: number, model: string): Promise<LeadVector[]> {
  const rows = await db
    .selectFrom('deal')
    .innerJoin('embedding', 'embedding.lead_id', 'deal.lead_id')
    .select(['deal.id', 'embedding.vector'])
    .where('deal.campaign_id', '=', campaignId)
    .where('deal.state', '=', 'NEW')
    .where('embedding.model', '=', model)
    .orderBy('deal.id')
    .execute();
  return rows.map(({ id, vector }) => ({ id, vector: decodeVector(vector) }));
}

import { type Profile, profileText } from '@fairlead/shared/domain/profile';
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

/** Leads with a vector of this model that await this campaign's judgement, oldest first. */
export async function candidatesFor(
  db: Database,
  campaignId: number,
  model: string,
  limit: number,
): Promise<LeadVector[]> {
  const rows = await eligibleToJudge(db, campaignId, model)
    .select(['lead.id', 'embedding.vector'])
    .orderBy('lead.id')
    .limit(limit)
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

import { createHash } from 'node:crypto';
import { type Profile, profileText } from '@fairlead/shared/domain/profile';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { decodeSentVector, encodeVector, sentVector } from '../vector.ts';
import { eligibleToEmbed, eligibleToJudge } from './eligibility.ts';

export interface LeadText {
  leadId: number;
  text: string;
}

export interface LeadVector {
  id: number;
  vector: Float32Array;
}

/** A vector and the text it was made of; without one it is made anew when the profile changes at all. */
export interface MadeVector extends LeadVector {
  text?: string;
}

const DIGEST_LENGTH = 32;

/** The same for the same text, and for no other. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
}

/** For a query that joins `embedding`. */
export const embeddedAtMs = sql<number>`(1000 * extract(epoch from embedding.created_at))::float8`;

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
  vectors: readonly MadeVector[],
  now: Date,
): Promise<void> {
  if (vectors.length === 0) return;
  await db
    .insertInto('embedding')
    .values(
      vectors.map(({ id, vector, text }) => ({
        lead_id: id,
        model,
        vector: encodeVector(vector),
        text_digest: text === undefined ? null : textDigest(text),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Removes a vector; while the lead is worked with it is made anew. False when there was none. */
export async function removeEmbedding(db: Database, leadId: number, model: string): Promise<boolean> {
  const row = await db
    .deleteFrom('embedding')
    .where('lead_id', '=', leadId)
    .where('model', '=', model)
    .returning('lead_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A lead whose vector is known by when it was made. */
export interface CandidateKey {
  id: number;
  /** Changes when the vector does. */
  embeddedAtMs: number;
}

/** Leads with a vector of this model that await this campaign's judgement and are not drawn for audit, oldest first. */
export async function candidatesFor(
  db: Database,
  campaignId: number,
  model: string,
  limit: number,
): Promise<CandidateKey[]> {
  return await eligibleToJudge(db, campaignId, model)
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
    .select(['lead.id', embeddedAtMs.as('embeddedAtMs')])
    .orderBy('lead.id')
    .limit(limit)
    .execute();
}

/** The vectors of this model that these leads have, in no order. */
export async function vectorsOf(
  db: Database,
  model: string,
  leadIds: readonly number[],
): Promise<LeadVector[]> {
  if (leadIds.length === 0) return [];
  const rows = await db
    .selectFrom('embedding')
    .select(['lead_id as id', sentVector.as('bytes')])
    .where('model', '=', model)
    .where(sql<boolean>`lead_id = any(${[...leadIds]}::int[])`)
    .execute();
  return rows.map(({ id, bytes }) => ({ id, vector: decodeSentVector(bytes) }));
}

/** The vectors of NEW deals of a campaign, keyed by deal. */
export async function newDealVectors(db: Database, campaignId: number, model: string): Promise<LeadVector[]> {
  const rows = await db
    .selectFrom('deal')
    .innerJoin('embedding', 'embedding.lead_id', 'deal.lead_id')
    .select(['deal.id', sentVector.as('bytes')])
    .where('deal.campaign_id', '=', campaignId)
    .where('deal.state', '=', 'NEW')
    .where('embedding.model', '=', model)
    .orderBy('deal.id')
    .execute();
  return rows.map(({ id, bytes }) => ({ id, vector: decodeSentVector(bytes) }));
}

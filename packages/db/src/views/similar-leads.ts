import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Somebody whose profile reads alike. */
export interface SimilarLead {
  id: number;
  name: string;
  headline: string | null;
  /** Cosine of the two vectors: 1 is the same text. */
  similarity: number;
  /** What campaigns say of them now. */
  verdicts: readonly { campaign: string; qualified: boolean }[];
}

// The graph is searched for more than are shown: vectors of another model lie among them.
const LOOK_AT = 40;

/** The nearest by the lead's newest vector, nearest first; [] without a vector. Vectors of different models are never compared. */
export async function similarLeads(db: Database, leadId: number, limit: number): Promise<SimilarLead[]> {
  const own = await db
    .selectFrom('embedding')
    .select(['model', 'vector'])
    .where('lead_id', '=', leadId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!own) return [];
  const { rows } = await sql<SimilarLead>`
    select lead.id, coalesce(nullif(lead.full_name, ''), lead.public_id) as name, lead.headline, similarity,
      coalesce((select json_agg(json_build_object('campaign', campaign.name, 'qualified', qualified) order by campaign.id)
        from verdict join campaign on campaign.id = verdict.campaign_id
        where verdict.lead_id = lead.id and superseded_at is null), '[]') as verdicts
    from (
      select lead_id, model, 1 - (vector operator(public.<=>) ${own.vector}::public.vector) as similarity
      from embedding order by vector operator(public.<=>) ${own.vector}::public.vector limit ${LOOK_AT}
    ) near join lead on lead.id = near.lead_id
    where near.model = ${own.model} and near.lead_id <> ${leadId}
    order by similarity desc, lead.id limit ${limit}`.execute(db);
  return rows;
}

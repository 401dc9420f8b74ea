import { sql } from 'kysely';
import type { Database } from '../database.ts';

/*
 * Counts that the database keeps itself (migration 0004-tallies), for what they count is what is missing,
 * and to find that out would mean to look at all that is finished. They are exact in every transaction.
 */

/** All leads, in whatever state, but for the accounts' own profiles. */
export async function countLeads(db: Database): Promise<number> {
  const { leads } = await db
    .selectFrom('lead_tally')
    .select(sql<number>`coalesce(sum(leads), 0)::int`.as('leads'))
    .executeTakeFirstOrThrow();
  return leads;
}

/** Enriched leads that are not closed, with or without a vector. */
function readableLeads(db: Database) {
  return db.selectFrom('lead_tally').select(sql<number>`coalesce(sum(readable), 0)::int`.as('count'));
}

/** Those of them that have a vector of this model. */
function vectors(db: Database, model: string) {
  return db.selectFrom('vector_tally').select('readable').where('model', '=', model);
}

/** How many leads `eligibleToEmbed` finds. */
export async function countLeadsToEmbed(db: Database, model: string): Promise<number> {
  const { count } = await db
    .selectNoFrom(
      sql<number>`greatest(0, (${readableLeads(db)}) - coalesce((${vectors(db, model)}), 0))`.as('count'),
    )
    .executeTakeFirstOrThrow();
  return count;
}

/** Of a campaign: how many leads `eligibleToJudge` finds. For a query that joins `judgement_tally`. */
export function candidates(db: Database, model: string) {
  return sql<number>`greatest(0, coalesce((${vectors(db, model)}), 0) - coalesce(judgement_tally.judged, 0))`;
}

/**
 * Of a campaign: current verdicts of the language model and of humans that came after the newest fit. One
 * without a vector of this model cannot be fitted, so it does not wait to be. For the same query.
 */
export function unfittedLabels(db: Database, model: string) {
  const fitted = db
    .selectFrom('model_snapshot')
    .select('labels')
    .where('model_snapshot.campaign_id', '=', sql.ref<number>('campaign.id'))
    .where('embedding_model', '=', model)
    .orderBy('id', 'desc')
    .limit(1);
  return sql<number>`greatest(0, coalesce(judgement_tally.labels, 0) - coalesce((${fitted}), 0))`;
}

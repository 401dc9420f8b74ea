import type { Chooser } from '@fairlead/shared/domain/verdict';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Leads of a campaign that the language model was asked about, by who chose them. */
export interface JudgedLeads {
  campaignId: number;
  chosenBy: Chooser;
  yes: number;
  no: number;
}

/**
 * By campaign, or of one, and by who chose them when the language model was first asked; they count with the last word on
 * them, its own or a human's. Nobody chose audits, parked leads, and those that a human judged of his own accord.
 */
export async function readJudgedLeads(db: Database, campaignId?: number): Promise<JudgedLeads[]> {
  return await db
    .with('asked', (with_) =>
      with_
        .selectFrom('verdict')
        .distinctOn(['campaign_id', 'lead_id'])
        .select(['campaign_id', 'lead_id', 'chosen_by'])
        .where('source', '=', 'llm')
        .where('chosen_by', 'is not', null)
        .$narrowType<{ chosen_by: Chooser }>()
        .$if(campaignId !== undefined, (query) => query.where('campaign_id', '=', campaignId ?? 0))
        .orderBy('campaign_id')
        .orderBy('lead_id')
        .orderBy('id'),
    )
    .selectFrom('asked')
    .innerJoin('verdict', (join) =>
      join
        .onRef('verdict.campaign_id', '=', 'asked.campaign_id')
        .onRef('verdict.lead_id', '=', 'asked.lead_id')
        .on('verdict.superseded_at', 'is', null)
        .on('verdict.source', 'in', ['llm', 'human']),
    )
    .select([
      'asked.campaign_id as campaignId',
      'asked.chosen_by as chosenBy',
      sql<number>`(count(*) filter (where verdict.qualified))::int`.as('yes'),
      sql<number>`(count(*) filter (where not verdict.qualified))::int`.as('no'),
    ])
    .groupBy(['campaignId', 'chosenBy'])
    .orderBy('campaignId')
    .orderBy('chosenBy')
    .execute();
}

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

/** Questions of a campaign that followed one another, and how many of them found somebody who fits. */
export interface LearningStep {
  asked: number;
  yes: number;
}

/**
 * The campaign's questions to the language model in the order in which they were first asked, audits included, in at most
 * `steps` parts of about one size; with its first answers.
 */
export async function readLearning(db: Database, campaignId: number, steps: number): Promise<LearningStep[]> {
  return await db
    .with('asked', (with_) =>
      with_
        .selectFrom('verdict')
        .distinctOn('lead_id')
        .select(['id', 'qualified'])
        .where('source', '=', 'llm')
        .where('campaign_id', '=', campaignId)
        .orderBy('lead_id')
        .orderBy('id'),
    )
    .with('placed', (with_) =>
      with_
        .selectFrom('asked')
        .select(['qualified', sql<number>`ntile(${steps}::int) over (order by id)`.as('step')]),
    )
    .selectFrom('placed')
    .select([
      sql<number>`count(*)::int`.as('asked'),
      sql<number>`(count(*) filter (where qualified))::int`.as('yes'),
    ])
    .groupBy('step')
    .orderBy('step')
    .execute();
}

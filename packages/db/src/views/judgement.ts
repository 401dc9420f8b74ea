import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Leads of a campaign whose current verdict is the language model's or a human's. */
export interface JudgedLeads {
  campaignId: number;
  /** `model`: the campaign's model chose whom to judge. `arrival`: there was none yet, and the language model was asked about who came first. */
  chosenBy: 'model' | 'arrival';
  yes: number;
  no: number;
}

/**
 * By campaign and who chose them. Who chose is what the first verdict on the lead says: its `model_version`, if
 * there is one. A lead that a human judged first was chosen by neither, and a lead that only the model judged has no answer: both
 * are left out.
 */
export async function readJudgedLeads(db: Database): Promise<JudgedLeads[]> {
  return await db
    .with('first', (with_) =>
      with_
        .selectFrom('verdict')
        .distinctOn(['campaign_id', 'lead_id'])
        .select(['campaign_id', 'lead_id', 'source', 'model_version'])
        .orderBy('campaign_id')
        .orderBy('lead_id')
        .orderBy('id'),
    )
    .selectFrom('verdict')
    .innerJoin('first', (join) =>
      join
        .onRef('first.campaign_id', '=', 'verdict.campaign_id')
        .onRef('first.lead_id', '=', 'verdict.lead_id'),
    )
    .where('verdict.superseded_at', 'is', null)
    .where('verdict.source', 'in', ['llm', 'human'])
    .where((where) =>
      where.or([where('first.model_version', 'is not', null), where('first.source', '=', 'llm')]),
    )
    .select([
      'verdict.campaign_id as campaignId',
      sql<JudgedLeads['chosenBy']>`case when first.model_version is null then 'arrival' else 'model' end`.as(
        'chosenBy',
      ),
      sql<number>`(count(*) filter (where verdict.qualified))::int`.as('yes'),
      sql<number>`(count(*) filter (where not verdict.qualified))::int`.as('no'),
    ])
    .groupBy(['campaignId', 'chosenBy'])
    .orderBy('campaignId')
    .orderBy('chosenBy')
    .execute();
}

/** Verdicts of the model alone that somebody judged again. */
export interface Audits {
  campaignId: number;
  checked: number;
  /** Those of the checked whose current verdict is the opposite. */
  overturned: number;
}

/**
 * One row per campaign, also where nothing was checked. Of each lead the model's latest superseded verdict counts, against the
 * current one if that is the language model's or a human's.
 */
export async function readAudits(db: Database): Promise<Audits[]> {
  return await db
    .with('decided', (with_) =>
      with_
        .selectFrom('verdict')
        .distinctOn(['campaign_id', 'lead_id'])
        .select(['campaign_id', 'lead_id', 'qualified'])
        .where('source', '=', 'model')
        .where('superseded_at', 'is not', null)
        .orderBy('campaign_id')
        .orderBy('lead_id')
        .orderBy('id', 'desc'),
    )
    .with('checked', (with_) =>
      with_
        .selectFrom('decided')
        .innerJoin('verdict', (join) =>
          join
            .onRef('verdict.campaign_id', '=', 'decided.campaign_id')
            .onRef('verdict.lead_id', '=', 'decided.lead_id'),
        )
        .where('verdict.superseded_at', 'is', null)
        .where('verdict.source', 'in', ['llm', 'human'])
        .select([
          'decided.campaign_id',
          sql<boolean>`verdict.qualified <> decided.qualified`.as('overturned'),
        ]),
    )
    .selectFrom('campaign')
    .leftJoin('checked', 'checked.campaign_id', 'campaign.id')
    .select([
      'campaign.id as campaignId',
      sql<number>`count(checked.campaign_id)::int`.as('checked'),
      sql<number>`(count(*) filter (where checked.overturned))::int`.as('overturned'),
    ])
    .groupBy('campaign.id')
    .orderBy('campaign.id')
    .execute();
}

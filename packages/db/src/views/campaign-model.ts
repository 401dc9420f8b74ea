import { FitReport } from '@fairlead/shared/domain/fit-report';
import type { StrategyName } from '@fairlead/shared/domain/verdict';
import { sql } from 'kysely';
import { type Database, onlyRow } from '../database.ts';

/** The newest fit of a campaign, whatever its vectors. */
export interface LatestFit {
  strategy: string;
  version: string;
  embeddingModel: string;
  labels: number;
  report: FitReport;
  createdAt: Date;
}

/** What the page about a campaign's model shows, besides audits and lift. */
export interface CampaignModelView {
  id: number;
  name: string;
  strategy: StrategyName;
  auditShare: number;
  auditTolerance: number;
  fit: LatestFit | null;
  counts: ModelCounts;
}

export interface ModelCounts {
  /** Current verdicts. */
  llmYes: number;
  llmNo: number;
  humanYes: number;
  humanNo: number;
  /** Outcomes. */
  accepted: number;
  replied: number;
  /** Automatic decisions in force. */
  modelYes: number;
  parked: number;
  /** Drawn for audit, and not answered yet. */
  auditsWaiting: number;
}

/** Null when there is no such campaign. */
export async function readCampaignModel(db: Database, campaignId: number): Promise<CampaignModelView | null> {
  const campaign = await db
    .selectFrom('campaign')
    .select(['id', 'name', 'strategy', 'audit_share as auditShare', 'audit_tolerance as auditTolerance'])
    .where('id', '=', campaignId)
    .executeTakeFirst();
  if (!campaign) return null;
  return {
    ...campaign,
    fit: await latestFit(db, campaignId),
    counts: await countForModel(db, campaignId),
  };
}

async function latestFit(db: Database, campaignId: number): Promise<LatestFit | null> {
  const row = await db
    .selectFrom('model_snapshot')
    .select([
      'strategy',
      'version',
      'embedding_model as embeddingModel',
      'labels',
      'report',
      'created_at as createdAt',
    ])
    .where('campaign_id', '=', campaignId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, report: FitReport.parse(row.report) } : null;
}

async function countForModel(db: Database, campaignId: number): Promise<ModelCounts> {
  const { rows } = await sql<ModelCounts>`
    select v.*, o.*,
      (select count(*)::int from audit_pick where campaign_id = ${campaignId}) as "auditsWaiting"
    from
      (select count(*) filter (where source = 'llm' and qualified)::int as "llmYes",
              count(*) filter (where source = 'llm' and not qualified)::int as "llmNo",
              count(*) filter (where source = 'human' and qualified)::int as "humanYes",
              count(*) filter (where source = 'human' and not qualified)::int as "humanNo",
              count(*) filter (where source = 'model' and qualified)::int as "modelYes",
              count(*) filter (where source = 'model' and not qualified)::int as parked
       from verdict where superseded_at is null and campaign_id = ${campaignId}) v,
      (select count(*) filter (where kind = 'accepted')::int as accepted,
              count(*) filter (where kind = 'replied')::int as replied
       from outcome where campaign_id = ${campaignId}) o`.execute(db);
  return onlyRow(rows);
}

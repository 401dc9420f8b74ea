import { FitReport } from '@fairlead/shared/domain/fit-report';
import type { Database } from '../database.ts';

export interface ModelSnapshot {
  strategy: string;
  version: string;
  embeddingModel: string;
  /** Verdicts it was fitted on. */
  labels: number;
  state: unknown;
  /** The campaign's options for the strategy when it was fitted. */
  options: Record<string, unknown>;
  /** What the fit found, for those who cannot ask the model. */
  report: FitReport;
  /** The fit answers the audits up to this verdict well enough, not having seen them; null when that was not asked, or it does not. */
  auditsSettledTo: number | null;
}

/** The newest fitted model of a campaign for one kind of vectors; null before the first fit. */
export async function latestModel(
  db: Database,
  campaignId: number,
  embeddingModel: string,
): Promise<ModelSnapshot | null> {
  const row = await db
    .selectFrom('model_snapshot')
    .select([
      'strategy',
      'version',
      'embedding_model as embeddingModel',
      'labels',
      'state',
      'options',
      'report',
      'audits_settled_to as auditsSettledTo',
    ])
    .where('campaign_id', '=', campaignId)
    .where('embedding_model', '=', embeddingModel)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, report: FitReport.parse(row.report) } : null;
}

/** Stores a fitted model in one statement; one with the same version for the same kind of vectors stays as it is. */
export async function saveModel(
  db: Database,
  campaignId: number,
  model: ModelSnapshot,
  now: Date,
): Promise<void> {
  await db
    .insertInto('model_snapshot')
    .values({
      campaign_id: campaignId,
      strategy: model.strategy,
      version: model.version,
      embedding_model: model.embeddingModel,
      labels: model.labels,
      state: JSON.stringify(model.state),
      options: JSON.stringify(model.options),
      report: JSON.stringify(model.report),
      audits_settled_to: model.auditsSettledTo,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'embedding_model', 'version']).doNothing())
    .execute();
}

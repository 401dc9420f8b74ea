import type { Database } from '../database.ts';

export interface ModelSnapshot {
  strategy: string;
  version: string;
  embeddingModel: string;
  /** Verdicts it was fitted on. */
  labels: number;
  state: unknown;
}

/** The newest fitted model of a campaign for one kind of vectors; null before the first fit. */
export async function latestModel(
  db: Database,
  campaignId: number,
  embeddingModel: string,
): Promise<ModelSnapshot | null> {
  const row = await db
    .selectFrom('model_snapshot')
    .select(['strategy', 'version', 'embedding_model as embeddingModel', 'labels', 'state'])
    .where('campaign_id', '=', campaignId)
    .where('embedding_model', '=', embeddingModel)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
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
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'embedding_model', 'version']).doNothing())
    .execute();
}

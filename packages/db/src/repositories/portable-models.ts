import type { Database } from '../database.ts';

/** A campaign's newest model in the form that can leave the system. */
export interface StoredPortableModel {
  /** Of the fit it was taken from. */
  version: string;
  embeddingModel: string;
  model: unknown;
}

/** Keeps the newest only. */
export async function savePortableModel(
  db: Database,
  campaignId: number,
  { version, embeddingModel, model }: StoredPortableModel,
  now: Date,
): Promise<void> {
  const values = { version, model: JSON.stringify(model), created_at: now };
  await db
    .insertInto('portable_model')
    .values({ campaign_id: campaignId, embedding_model: embeddingModel, ...values })
    .onConflict((conflict) => conflict.columns(['campaign_id', 'embedding_model']).doUpdateSet(values))
    .execute();
}

/** Null before a fit whose model can leave the system. */
export async function getPortableModel(
  db: Database,
  campaignId: number,
  embeddingModel: string,
): Promise<StoredPortableModel | null> {
  const row = await db
    .selectFrom('portable_model')
    .select(['version', 'embedding_model as embeddingModel', 'model'])
    .where('campaign_id', '=', campaignId)
    .where('embedding_model', '=', embeddingModel)
    .executeTakeFirst();
  return row ?? null;
}

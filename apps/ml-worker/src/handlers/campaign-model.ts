import type { Database } from '@fairlead/db/database';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { latestModel, saveModel } from '@fairlead/db/repositories/models';
import { labelledVectors } from '@fairlead/db/repositories/verdicts';
import { createStrategy, restoreStrategy } from '@fairlead/qualifier/strategies';
import type { QualifierStrategy } from '@fairlead/qualifier/strategy';
import { hash32 } from '@fairlead/shared/runtime/random';

/** A campaign's strategy with all its labels observed. */
export interface CampaignModel {
  strategy: QualifierStrategy;
  /** Labels given by the language model or a human. */
  labels: number;
  /** Names what the labels were: stored with every verdict. */
  version: string;
}

/** Starts from the newest fit that is stored; refits when asked, if labels have come since. */
export async function loadCampaignModel(
  db: Database,
  campaign: Campaign,
  embeddingModel: string,
): Promise<CampaignModel> {
  const labels = await labelledVectors(db, campaign.id, embeddingModel);
  const stored = await latestModel(db, campaign.id, embeddingModel);
  const context = { embeddingModel, objective: null };
  const restored =
    stored?.strategy === campaign.strategy ? restoreStrategy(stored.state, labels, context) : null;
  const strategy = restored ?? createStrategy(campaign.strategy, {}, context);
  if (!restored) for (const label of labels) strategy.observe(label);
  const taught = labels.filter(({ source }) => source !== 'model');
  const digest = hash32(taught.map(({ id, qualified }) => `${id}:${qualified}`).join());
  return {
    strategy,
    labels: taught.length,
    version: `${campaign.strategy}-${taught.length}-${digest.toString(36)}`,
  };
}

/** Fits if needed and stores the result for the next process. */
export async function persistCampaignModel(
  db: Database,
  campaign: Campaign,
  { strategy, labels, version }: CampaignModel,
  embeddingModel: string,
  now: Date,
): Promise<void> {
  const state = strategy.snapshot();
  await saveModel(
    db,
    campaign.id,
    { strategy: campaign.strategy, version, embeddingModel, labels, state },
    now,
  );
}

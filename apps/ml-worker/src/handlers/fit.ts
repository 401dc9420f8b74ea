import { scoreDeals } from '@fairlead/db/repositories/deals';
import { newDealVectors } from '@fairlead/db/repositories/embeddings';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { loadCampaignModel, persistCampaignModel } from './campaign-model.ts';
import { activeCampaign, type MlDeps } from './deps.ts';

/** Fits the campaign's model on all labels, stores it, and ranks the NEW deals anew. */
export function fit({ db, clock, embedder }: MlDeps): Handler<'fit'> {
  return async ({ campaignId }) => {
    const campaign = await activeCampaign(db, campaignId);
    const model = await loadCampaignModel(db, campaign, embedder.model);
    await persistCampaignModel(db, campaign, model, embedder.model, clock.now());
    const deals = await newDealVectors(db, campaignId, embedder.model);
    const scores = model.strategy.probabilities(deals.map(({ vector }) => vector));
    if (scores) {
      await scoreDeals(
        db,
        deals.map(({ id }, i) => ({ dealId: id, score: scores[i] ?? 0 })),
      );
    }
    return {
      outcome: 'fitted',
      labels: model.labels,
      version: model.version,
      ranked: scores ? deals.length : 0,
    };
  };
}

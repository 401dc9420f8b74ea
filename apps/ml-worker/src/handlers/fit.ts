import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { scoreDeals } from '@fairlead/db/repositories/deals';
import { newDealVectors } from '@fairlead/db/repositories/embeddings';
import { recordEvent } from '@fairlead/db/repositories/events';
import { saveModel } from '@fairlead/db/repositories/models';
import { parkedLeadIds, reopenLeads } from '@fairlead/db/repositories/parking';
import { savePortableModel } from '@fairlead/db/repositories/portable-models';
import { settledBy } from '@fairlead/qualifier/audit';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { fitReport } from '../models/fit-report.ts';
import type { CampaignModel } from '../models/port.ts';
import { readVectors } from '../models/read-vectors.ts';
import { activeCampaign, type MlDeps } from './deps.ts';
import { readStanding } from './standing.ts';

// A strategy looks at so many at once; between two lots the memory of the first is free again.
const PARKED_PER_LOOK = 2_000;

/**
 * Fits the campaign's model on all labels and stores it with what it says of itself, ranks the NEW deals anew, lets
 * automatic decisions go on if the fit settles the audits, and reopens the parked leads it would now ask about.
 */
export function fit(deps: MlDeps): Handler<'fit'> {
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(deps.db, campaignId);
    const { standing, audits } = await readStanding(deps.db, campaign.id);
    const deals = await newDealVectors(deps.db, campaignId, deps.embedder.model);
    const fitted = await deps.models.use(campaign, async (model) => {
      const heldOut = await model.heldOut();
      return {
        version: model.version,
        labels: model.labels.filter(({ source }) => source === 'llm' || source === 'human').length,
        state: await model.snapshot(),
        portable: await model.portable(),
        report: fitReport(model.labels, heldOut, await model.concerns()),
        auditsSettledTo: standing.automatic ? null : settledBy(audits, heldOut, campaign.auditTolerance),
        scores: await model.probabilities(deals.map(({ vector }) => vector)),
      };
    });
    const { scores, portable, ...snapshot } = fitted;
    const { strategy, strategyOptions: options } = campaign;
    const stored = { ...snapshot, strategy, options, embeddingModel: deps.embedder.model };
    await saveModel(deps.db, campaignId, stored, deps.clock.now());
    if (portable) {
      const { version } = fitted;
      const { model: embeddingModel } = deps.embedder;
      await savePortableModel(
        deps.db,
        campaignId,
        { version, embeddingModel, model: portable },
        deps.clock.now(),
      );
    }
    // A vector that says nothing has no probability.
    const ranked = deals
      .map(({ id }, i) => ({ dealId: id, score: scores?.[i] ?? Number.NaN }))
      .filter(({ score }) => Number.isFinite(score));
    await scoreDeals(deps.db, ranked);
    return {
      outcome: 'fitted',
      labels: fitted.labels,
      version: fitted.version,
      ranked: ranked.length,
      reopened: await reopenParked(deps, campaign, signal),
      automatic: standing.automatic || fitted.auditsSettledTo !== null,
    };
  };
}

/** Parked leads the model would now ask about await judgement again. Returns how many. */
async function reopenParked(deps: MlDeps, campaign: Campaign, signal: AbortSignal): Promise<number> {
  const { db, clock, embedder, models } = deps;
  const parked = await parkedLeadIds(db, campaign.id, embedder.model);
  let reopened = 0;
  for (let from = 0; from < parked.length; from += PARKED_PER_LOOK) {
    signal.throwIfAborted();
    const vectors = await readVectors(db, embedder.model, parked.slice(from, from + PARKED_PER_LOOK));
    const candidates = [...vectors].map(([id, vector]) => ({ id, vector }));
    const ids = await models.use(campaign, (model: CampaignModel) => model.reopen(candidates));
    if (ids.length === 0) continue;
    await db.transaction().execute(async (trx) => {
      const now = clock.now();
      const again = await reopenLeads(trx, campaign.id, ids, now);
      const detail = `${again} parked leads await judgement again: the model has changed`;
      await recordEvent(trx, { kind: 'leads.reopened', campaignId: campaign.id, detail }, now);
      reopened += again;
    });
  }
  return reopened;
}

import type { Database } from '@fairlead/db/database';
import { readCampaignAudits } from '@fairlead/db/repositories/audits';
import { getCampaign } from '@fairlead/db/repositories/campaigns';
import { readLlmUsage } from '@fairlead/db/repositories/llm-calls';
import { readCampaignModel } from '@fairlead/db/views/campaign-model';
import { readJudgedLeads, readLearning } from '@fairlead/db/views/judgement';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Router } from 'express';
import { calibrationChart } from '../charts/calibration.ts';
import { learningChart } from '../charts/learning.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { answersOf, modelPage, savingsOf } from '../pages/model.ts';
import { reuseEach } from '../pages/reuse.ts';
import { idOf } from '../request.ts';

/** Points of the learning curve. */
const LEARNING_STEPS = 20;

/** What a campaign's model has learned, how well it predicts, and whether it may decide by itself. */
export function modelRoutes({ db, llmPrices }: DashboardDeps): Router {
  const modelNow = reuseEach((campaignId: number) => readModel(db, campaignId), elapsedTimer());
  const router = Router();
  router.get('/campaigns/:id/model', async (req, res) => {
    const { campaign, audits, judged, learning, usage } = await modelNow(idOf(req));
    if (!campaign || !audits) throw new HttpError(404, 'There is no such campaign.');
    const settings = await getCampaign(db, campaign.id);
    const page = modelPage(campaign, audits, judged);
    const concerns = campaign.fit?.report.concerns ?? [];
    const asking = concerns.filter(({ asks }) => asks);
    const learned = learning.length > 1 ? learningChart(learning, answersOf(judged, 'random')) : null;
    const chart = page.calibration.length > 0 ? calibrationChart(page.calibration) : null;
    res.render('model', {
      title: `Model of ${campaign.name}`,
      campaign,
      settings,
      concerns,
      asking,
      chart,
      learned,
      savings: savingsOf(campaign.counts, usage, llmPrices),
      ...page,
    });
  });
  return router;
}

/** Counts every label of the campaign. */
async function readModel(db: Database, campaignId: number) {
  const [campaign, [audits], judged, learning, usage] = await Promise.all([
    readCampaignModel(db, campaignId),
    readCampaignAudits(db, campaignId),
    readJudgedLeads(db, campaignId),
    readLearning(db, campaignId, LEARNING_STEPS),
    readLlmUsage(db, campaignId),
  ]);
  return { campaign, audits, judged, learning, usage };
}

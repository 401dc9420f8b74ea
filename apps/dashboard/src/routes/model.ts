import { readCampaignAudits } from '@fairlead/db/repositories/audits';
import { readCampaignModel } from '@fairlead/db/views/campaign-model';
import { readJudgedLeads } from '@fairlead/db/views/judgement';
import { Router } from 'express';
import { calibrationChart } from '../charts/calibration.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { modelPage } from '../pages/model.ts';
import { idOf } from '../request.ts';

/** What a campaign's model has learned, how well it predicts, and whether it may decide by itself. */
export function modelRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/campaigns/:id/model', async (req, res) => {
    const id = idOf(req);
    const campaign = await readCampaignModel(db, id);
    const [audits] = await readCampaignAudits(db, id);
    if (!campaign || !audits) throw new HttpError(404, 'There is no such campaign.');
    const page = modelPage(campaign, audits, await readJudgedLeads(db, id));
    const concerns = campaign.fit?.report.concerns ?? [];
    const asking = concerns.filter(({ asks }) => asks);
    const chart = page.calibration.length > 0 ? calibrationChart(page.calibration) : null;
    res.render('model', { title: `Model of ${campaign.name}`, campaign, concerns, asking, chart, ...page });
  });
  return router;
}

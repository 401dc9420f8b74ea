import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { actionsForHuman } from '@fairlead/db/repositories/open-actions';
import { latestPlanReport } from '@fairlead/db/repositories/plan-reports';
import { newestActivity } from '@fairlead/db/views/activity';
import { readKeywordStops } from '@fairlead/db/views/waits-for-human';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { accountUsage } from '../pages/account-usage.ts';
import { eventView } from '../pages/events.ts';
import { funnelSteps } from '../pages/funnel.ts';
import { nextWork } from '../pages/next-work.ts';
import { createProgressReader } from '../pages/progress.ts';
import { queryOf } from '../request.ts';
import { RowId } from '../row-id.ts';

const EVENTS = 14;
const Query = z.object({ campaign: RowId.optional() });

/** Where everything stands, what happens next, and why not more. */
export function overviewRoutes({ db, clock, remoteViewUrl }: DashboardDeps): Router {
  const readProgress = createProgressReader(db, clock);
  const router = Router();
  router.get('/', async (req, res) => {
    const { campaign } = queryOf(req, Query);
    const campaigns = await listCampaigns(db);
    if (campaign !== undefined && !campaigns.some(({ id }) => id === campaign))
      throw new HttpError(404, 'There is no such campaign.');
    const [accounts, { funnel, charts }, events] = await Promise.all([
      accountUsage(db, clock.now()),
      readProgress(campaign),
      newestActivity(db, EVENTS),
    ]);
    res.render('overview', {
      title: 'Overview',
      funnel,
      charts,
      campaigns: campaigns.map(({ id, name }) => ({ id, name })),
      campaign: campaign ?? null,
      steps: funnelSteps(funnel),
      next: nextWork(await latestPlanReport(db), campaigns, accounts),
      accounts,
      unclear: await actionsForHuman(db),
      stopped: accounts.filter(({ health }) => health === 'stopped'),
      readingOnly: accounts.filter(({ writesPause }) => writesPause !== null),
      withoutKeywords: (await readKeywordStops(db, clock.now())).filter(({ isStopped }) => isStopped),
      remoteViewUrl,
      events: events.map(eventView),
      newestEventId: events[0]?.id ?? 0,
    });
  });
  return router;
}

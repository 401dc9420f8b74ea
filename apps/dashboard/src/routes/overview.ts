import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { readFunnel } from '@fairlead/db/repositories/funnel';
import { actionsForHuman } from '@fairlead/db/repositories/open-actions';
import { latestPlanReport } from '@fairlead/db/repositories/plan-reports';
import { newestActivity } from '@fairlead/db/views/activity';
import { readKeywordStops } from '@fairlead/db/views/waits-for-human';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { accountUsage } from '../pages/account-usage.ts';
import { eventView } from '../pages/events.ts';
import { funnelSteps } from '../pages/funnel.ts';
import { nextWork } from '../pages/next-work.ts';
import { reuseReading } from '../pages/reuse.ts';

const EVENTS = 14;

/** Where everything stands, what happens next, and why not more. */
export function overviewRoutes({ db, clock, remoteViewUrl }: DashboardDeps): Router {
  const funnelNow = reuseReading(() => readFunnel(db), elapsedTimer());
  const router = Router();
  router.get('/', async (_req, res) => {
    const accounts = await accountUsage(db, clock.now());
    const campaigns = await listCampaigns(db);
    const funnel = await funnelNow();
    const events = await newestActivity(db, EVENTS);
    res.render('overview', {
      title: 'Overview',
      funnel,
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

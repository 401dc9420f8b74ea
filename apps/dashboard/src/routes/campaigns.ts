import { getCampaign, listCampaigns } from '@fairlead/db/repositories/campaigns';
import { handlesByCampaign, pauseCampaign } from '@fairlead/db/views/campaign-control';
import { countDeals } from '@fairlead/db/views/deals';
import { DealState } from '@fairlead/shared/domain/deal';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';
import { safeNextPath } from '../session/next-path.ts';

const Pause = z.object({ paused: z.enum(['yes', 'no']), next: z.string().optional() });

/** All campaigns at a glance, and the switch that pauses one. */
export function campaignRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  router.get('/campaigns', async (_req, res) => {
    const handles = await handlesByCampaign(db);
    const counts = Map.groupBy(await countDeals(db), ({ campaignId }) => campaignId);
    const campaigns = (await listCampaigns(db)).map((campaign) => ({
      ...campaign,
      accounts: handles.get(campaign.id) ?? [],
      deals: DealState.options.map((state) => ({
        state,
        deals: counts.get(campaign.id)?.find((row) => row.state === state)?.deals ?? 0,
      })),
    }));
    res.render('campaigns', { title: 'Campaigns', campaigns, states: DealState.options });
  });
  changeRoute(router, '/campaigns/:id/pause', requireOperator, deps, async (req, { trx, who, now }) => {
    const { paused, next } = formOf(req, Pause);
    const id = idOf(req);
    const outcome = await pauseCampaign(trx, id, paused === 'yes', who, now);
    const campaign = await getCampaign(trx, id);
    if (outcome === 'missing' || !campaign) throw new HttpError(404, 'There is no such campaign.');
    const what = paused === 'yes' ? 'campaign.paused' : 'campaign.resumed';
    return {
      log: outcome === 'changed' ? [{ what, target: `campaign ${campaign.name}` }] : [],
      notice: paused === 'yes' ? 'The campaign is paused.' : 'The campaign goes on.',
      next: safeNextPath(next),
    };
  });
  return router;
}

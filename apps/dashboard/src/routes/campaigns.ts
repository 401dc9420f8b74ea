import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { listKeywords } from '@fairlead/db/repositories/keywords';
import { handlesByCampaign, pauseCampaign } from '@fairlead/db/views/campaign-control';
import { countDeals } from '@fairlead/db/views/deals';
import { DealState } from '@fairlead/shared/domain/deal';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { safeNextPath } from '../session/next-path.ts';
import { saveSession } from '../session/session.ts';

const Pause = z.object({ paused: z.enum(['yes', 'no']), next: z.string().optional() });

/** What the campaigns say and whom they search for, and the switch that pauses them. */
export function campaignRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.get('/campaigns', async (_req, res) => {
    const handles = await handlesByCampaign(db);
    const counts = await countDeals(db);
    const campaigns = [];
    for (const campaign of await listCampaigns(db)) {
      const keywords = await listKeywords(db, campaign.id);
      campaigns.push({
        ...campaign,
        accounts: handles.get(campaign.id) ?? [],
        unused: keywords.filter(({ usedAt }) => usedAt === null),
        used: keywords.filter(({ usedAt }) => usedAt !== null),
        deals: DealState.options.map((state) => ({
          state,
          deals: counts.find((row) => row.campaignId === campaign.id && row.state === state)?.deals ?? 0,
        })),
      });
    }
    res.render('campaigns', { title: 'Campaigns', campaigns });
  });
  router.post('/campaigns/:id/pause', requireOperator, async (req, res) => {
    const { paused, next } = formOf(req, Pause);
    const user = signedIn(res).name;
    const outcome = await pauseCampaign(db, idOf(req), paused === 'yes', user, clock.now());
    if (outcome === 'missing') throw new HttpError(404, 'There is no such campaign.');
    req.session.notice = paused === 'yes' ? 'The campaign is paused.' : 'The campaign goes on.';
    await saveSession(req);
    res.redirect(303, safeNextPath(next));
  });
  return router;
}

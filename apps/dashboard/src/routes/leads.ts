import { listViews } from '@fairlead/db/repositories/saved-views';
import { countLeads } from '@fairlead/db/repositories/tallies';
import { listCampaignNames } from '@fairlead/db/views/campaign-names';
import { LEAD_SORTS } from '@fairlead/db/views/lead-order';
import { listLeads } from '@fairlead/db/views/leads';
import { LeadState } from '@fairlead/shared/domain/lead';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { howMany, LeadListQuery, leadQuery, neighbours, viewQuery } from '../pages/lead-list.ts';
import { queryOf } from '../request.ts';
import { signedIn } from '../session/guard.ts';

/** The table of people: searched, filtered, in one of several orders, page by page. */
export function leadListRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/leads', async (req, res) => {
    const query = queryOf(req, LeadListQuery);
    const page = await listLeads(db, leadQuery(query));
    const view = viewQuery(query);
    res.render('leads', {
      title: 'Leads',
      rows: page.rows,
      partial: page.partial,
      ...neighbours(query, page),
      howMany: howMany(page, await countLeads(db)),
      filter: {
        state: null,
        campaign: null,
        verdict: null,
        source: null,
        country: '',
        company: null,
        q: '',
        ...query,
      },
      isFiltering: view.replace(/(^|&)sort=\w+/, '') !== '',
      view,
      views: (await listViews(db, signedIn(res).name)).map((one) => ({
        ...one,
        isShown: one.query === view,
      })),
      campaigns: await listCampaignNames(db),
      states: LeadState.options,
      sorts: LEAD_SORTS,
    });
  });
  return router;
}

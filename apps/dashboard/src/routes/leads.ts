import { activityOfLead } from '@fairlead/db/views/activity';
import {
  actionsOfLead,
  dealsOfLead,
  getLeadDetail,
  transitionsOfLead,
  verdictsOfLead,
} from '@fairlead/db/views/lead-history';
import { type LeadQuery, listLeads } from '@fairlead/db/views/leads';
import { LeadState } from '@fairlead/shared/domain/lead';
import { profilePath } from '@fairlead/shared/domain/profile';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { timeline } from '../pages/timeline.ts';
import { idOf, queryOf } from '../request.ts';

const PAGE_SIZE = 50;
const cursor = z.coerce.number().int().min(0).max(2_147_483_647).optional();
const Query = z.object({
  state: LeadState.optional(),
  q: z.string().trim().max(200).optional(),
  older: cursor,
  newer: cursor,
});

/** The table of people, and the page about each. */
export function leadRoutes({ db, profileBaseUrl }: DashboardDeps): Router {
  const router = Router();
  router.get('/leads', async (req, res) => {
    const query = queryOf(req, Query);
    const page = await listLeads(db, leadQuery(query));
    const filter = { state: query.state ?? null, q: query.q ?? '' };
    res.render('leads', { title: 'Leads', ...page, filter, states: LeadState.options });
  });
  router.get('/leads/:id', async (req, res) => {
    const id = idOf(req);
    const lead = await getLeadDetail(db, id);
    if (!lead) throw new HttpError(404, 'There is no such lead.');
    const deals = await dealsOfLead(db, id);
    const events = await activityOfLead(db, id);
    const transitions = await transitionsOfLead(db, id);
    res.render('lead', {
      title: lead.profile?.fullName || lead.publicId,
      lead,
      profileUrl: profileBaseUrl && new URL(profilePath(lead.publicId), profileBaseUrl).href,
      verdicts: await verdictsOfLead(db, id),
      deals,
      timeline: timeline(events, transitions, await actionsOfLead(db, id)),
    });
  });
  return router;
}

function leadQuery({ state, q, older, newer }: z.output<typeof Query>): LeadQuery {
  return {
    limit: PAGE_SIZE,
    ...(state ? { state } : {}),
    ...(q ? { text: q } : {}),
    ...(older !== undefined ? { from: { direction: 'older', id: older } } : {}),
    ...(newer !== undefined ? { from: { direction: 'newer', id: newer } } : {}),
  };
}

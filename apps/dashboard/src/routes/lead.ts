import { activityOfLead } from '@fairlead/db/views/activity';
import { conversationsOfLead, messagesOf } from '@fairlead/db/views/inbox';
import {
  actionsOfLead,
  dealsOfLead,
  getLeadDetail,
  transitionsOfLead,
  verdictsOfLead,
} from '@fairlead/db/views/lead-history';
import { similarLeads } from '@fairlead/db/views/similar-leads';
import { profilePath } from '@fairlead/shared/domain/profile';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { timeline } from '../pages/timeline.ts';
import { idOf } from '../request.ts';

const SIMILAR = 8;

/** The page about one person: profile, verdicts, deals, messages, everything that happened, and who is like them. */
export function leadRoutes({ db, profileBaseUrl }: DashboardDeps): Router {
  const router = Router();
  router.get('/leads/:id', async (req, res) => {
    const id = idOf(req);
    const lead = await getLeadDetail(db, id);
    if (!lead) throw new HttpError(404, 'There is no such lead.');
    const deals = await dealsOfLead(db, id);
    const events = await activityOfLead(db, id);
    const transitions = await transitionsOfLead(db, id);
    // What was only sent stands with its deal.
    const answered = (await conversationsOfLead(db, id)).filter(({ hasReplied }) => hasReplied);
    const conversations = [];
    for (const one of answered) conversations.push({ ...one, messages: await messagesOf(db, one.id) });
    res.render('lead', {
      title: lead.profile?.fullName || lead.publicId,
      lead,
      profileUrl: profileBaseUrl && new URL(profilePath(lead.publicId), profileBaseUrl).href,
      verdicts: await verdictsOfLead(db, id),
      deals,
      conversations,
      similar: await similarLeads(db, id, SIMILAR),
      timeline: timeline(events, transitions, await actionsOfLead(db, id)),
    });
  });
  return router;
}

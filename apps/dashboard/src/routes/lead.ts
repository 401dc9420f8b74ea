import type { Database } from '@fairlead/db/database';
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
    const [deals, events, transitions, actions, verdicts, similar, conversations] = await Promise.all([
      dealsOfLead(db, id),
      activityOfLead(db, id),
      transitionsOfLead(db, id),
      actionsOfLead(db, id),
      verdictsOfLead(db, id),
      similarLeads(db, id, SIMILAR),
      answeredConversations(db, id),
    ]);
    res.render('lead', {
      title: lead.profile?.fullName || lead.publicId,
      lead,
      profileUrl: profileBaseUrl && new URL(profilePath(lead.publicId), profileBaseUrl).href,
      verdicts,
      deals,
      conversations,
      similar,
      timeline: timeline(events, transitions, actions),
    });
  });
  return router;
}

/** With what was said in them. What was only sent stands with its deal. */
async function answeredConversations(db: Database, leadId: number) {
  const answered = (await conversationsOfLead(db, leadId)).filter(({ hasReplied }) => hasReplied);
  return await Promise.all(answered.map(async (one) => ({ ...one, messages: await messagesOf(db, one.id) })));
}

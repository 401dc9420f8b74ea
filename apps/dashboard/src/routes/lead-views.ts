import { removeView, saveView } from '@fairlead/db/repositories/saved-views';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { readViewQuery } from '../pages/lead-list.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

const Form = z.object({
  name: z.string().trim().min(1).max(80),
  view: z.string().max(2_000).default(''),
  shared: z.literal('yes').optional(),
});

/** Lists of leads under a name: one's own, or everybody's. */
export function leadViewRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.post('/leads/views', requireOperator, async (req, res) => {
    const { name, view, shared } = formOf(req, Form);
    const query = readViewQuery(view);
    const owner = signedIn(res).name;
    await saveView(db, owner, { name, query, shared: shared === 'yes' }, clock.now());
    req.session.notice = 'The view is saved.';
    await saveSession(req);
    res.redirect(303, `/leads?${query}`);
  });
  router.post('/leads/views/:id/remove', requireOperator, async (req, res) => {
    const removed = await removeView(db, signedIn(res).name, idOf(req));
    if (!removed) throw new HttpError(404, 'You have no such view.');
    req.session.notice = 'The view is removed.';
    await saveSession(req);
    res.redirect(303, '/leads');
  });
  return router;
}

import { removeView, saveView } from '@fairlead/db/repositories/saved-views';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { readViewQuery } from '../pages/lead-list.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';

const Form = z.object({
  name: z.string().trim().min(1).max(80),
  view: z.string().max(2_000).default(''),
  shared: z.literal('yes').optional(),
});

/** Lists of leads under a name: one's own, or everybody's. */
export function leadViewRoutes(deps: DashboardDeps): Router {
  const router = Router();
  changeRoute(router, '/leads/views', requireOperator, deps, async (req, { trx, who, now }) => {
    const { name, view, shared } = formOf(req, Form);
    const saved = { name, query: readViewQuery(view), shared: shared === 'yes' };
    await saveView(trx, who, saved, now);
    const entry = { what: 'view.saved', target: `view ${name}`, after: saved };
    return { log: [entry], notice: 'The view is saved.', next: `/leads?${saved.query}` };
  });
  changeRoute(router, '/leads/views/:id/remove', requireOperator, deps, async (req, { trx, who }) => {
    const id = idOf(req);
    if (!(await removeView(trx, who, id))) throw new HttpError(404, 'You have no such view.');
    const entry = { what: 'view.removed', target: `view ${id}` };
    return { log: [entry], notice: 'The view is removed.', next: '/leads' };
  });
  return router;
}

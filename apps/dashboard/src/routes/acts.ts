import { settleByHuman } from '@fairlead/db/repositories/act-outcomes';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';

const Answer = z.object({ done: z.enum(['yes', 'no']) });

/** A human has looked at LinkedIn and says whether an unclear act was done. */
export function actRoutes(deps: DashboardDeps): Router {
  const router = Router();
  changeRoute(router, '/acts/:id/settle', requireOperator, deps, async (req, { trx, who, now }) => {
    const actionId = idOf(req);
    const { done } = formOf(req, Answer);
    const settled = await settleByHuman(trx, actionId, done === 'yes', who, now);
    if (!settled) return { log: [], notice: 'That was settled meanwhile.', next: '/' };
    const entry = { what: 'act.settled', target: `act ${actionId}`, after: { done: done === 'yes' } };
    return { log: [entry], notice: 'Thank you. It goes on from there.', next: '/' };
  });
  return router;
}

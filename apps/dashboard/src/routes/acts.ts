import { settleByHuman } from '@fairlead/db/repositories/act-outcomes';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

const Answer = z.object({ done: z.enum(['yes', 'no']) });

/** A human has looked at LinkedIn and says whether an unclear act was done. */
export function actRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.post('/acts/:id/settle', requireOperator, async (req, res) => {
    const actionId = idOf(req);
    const { done } = formOf(req, Answer);
    const { name } = signedIn(res);
    const settled = await db
      .transaction()
      .execute((trx) => settleByHuman(trx, actionId, done === 'yes', name, clock.now()));
    req.session.notice = settled ? 'Thank you. It goes on from there.' : 'That was settled meanwhile.';
    await saveSession(req);
    res.redirect(303, '/');
  });
  return router;
}

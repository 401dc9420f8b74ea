import { closeDealByHand } from '@fairlead/db/repositories/deal-closing';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

const Form = z.object({ reason: z.string().trim().min(1).max(200) });

/** A human closes a deal, and says why. */
export function dealActRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.post('/deals/:id/close', requireOperator, async (req, res) => {
    const closing = { dealId: idOf(req), who: signedIn(res).name, ...formOf(req, Form) };
    const closed = await db.transaction().execute((trx) => closeDealByHand(trx, closing, clock.now()));
    if (closed.kind === 'missing') throw new HttpError(404, 'There is no such deal.');
    if (closed.kind === 'under-way')
      throw new HttpError(
        409,
        'An invitation or a message for it is on its way. Try again when that is settled.',
      );
    req.session.notice = closed.kind === 'done' ? 'The deal is closed.' : 'The deal was over already.';
    await saveSession(req);
    res.redirect(303, closed.kind === 'done' ? `/leads/${closed.leadId}` : '/deals');
  });
  return router;
}

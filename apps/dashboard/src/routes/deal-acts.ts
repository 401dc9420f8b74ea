import { closeDealByHand } from '@fairlead/db/repositories/deal-closing';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';

const Form = z.object({ reason: z.string().trim().min(1).max(200) });

/** A human closes a deal, and says why. */
export function dealActRoutes(deps: DashboardDeps): Router {
  const router = Router();
  changeRoute(router, '/deals/:id/close', requireOperator, deps, async (req, { trx, who, now }) => {
    const closing = { dealId: idOf(req), who, ...formOf(req, Form) };
    const closed = await closeDealByHand(trx, closing, now);
    if (closed.kind === 'missing') throw new HttpError(404, 'There is no such deal.');
    if (closed.kind === 'under-way')
      throw new HttpError(
        409,
        'An invitation or a message for it is on its way. Try again when that is settled.',
      );
    if (closed.kind !== 'done') return { log: [], notice: 'The deal was over already.', next: '/deals' };
    const entry = {
      what: 'deal.closed',
      target: `deal ${closing.dealId}`,
      after: { reason: closing.reason },
    };
    return { log: [entry], notice: 'The deal is closed.', next: `/leads/${closed.leadId}` };
  });
  return router;
}

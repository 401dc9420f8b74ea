import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccount } from '@fairlead/db/repositories/accounts';
import { recordEvent } from '@fairlead/db/repositories/events';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

/** A human has looked at a stopped account and lets it work again. */
export function accountRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.post('/accounts/:id/resume', requireOperator, async (req, res) => {
    const accountId = idOf(req);
    const account = await getAccount(db, accountId);
    if (!account) throw new HttpError(404, 'There is no such account.');
    const { changed } = await applyHealthEvent(db, accountId, { kind: 'human-cleared' });
    if (changed) {
      const detail = `by ${signedIn(res).name}`;
      await recordEvent(db, { kind: 'account.resumed', accountId, detail }, clock.now());
    }
    req.session.notice = `${account.handle} may work again.`;
    await saveSession(req);
    res.redirect(303, '/');
  });
  return router;
}

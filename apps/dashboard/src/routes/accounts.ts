import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { type Account, getAccount, setSchedule } from '@fairlead/db/repositories/accounts';
import { listDriftEvidence } from '@fairlead/db/repositories/drift-evidence';
import { recordEvent } from '@fairlead/db/repositories/events';
import { describeWorkingHours } from '@fairlead/shared/domain/working-hours';
import { type Request, type Response, Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { accountUsage } from '../pages/account-usage.ts';
import { ScheduleForm, WEEKDAYS } from '../pages/schedule-form.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

/** The accounts: how they are, when they work, and what a human lets go on. */
export function accountRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();

  const accountOf = async (req: Request): Promise<Account> => {
    const account = await getAccount(db, idOf(req));
    if (!account) throw new HttpError(404, 'There is no such account.');
    return account;
  };
  const goBack = async (req: Request, res: Response, path: string, notice: string): Promise<void> => {
    req.session.notice = notice;
    await saveSession(req);
    res.redirect(303, path);
  };

  router.get('/accounts', async (_req, res) => {
    const accounts = await accountUsage(db, clock.now());
    const evidence = Map.groupBy(await listDriftEvidence(db), ({ accountId }) => accountId);
    res.render('accounts', {
      title: 'Accounts',
      weekdays: WEEKDAYS,
      accounts: accounts.map((account) => ({ ...account, evidence: evidence.get(account.id) ?? [] })),
    });
  });
  router.post('/accounts/:id/resume', requireOperator, async (req, res) => {
    const { id: accountId, handle } = await accountOf(req);
    const { changed } = await applyHealthEvent(db, accountId, { kind: 'human-cleared' });
    if (changed) {
      const detail = `by ${signedIn(res).name}`;
      await recordEvent(db, { kind: 'account.resumed', accountId, detail }, clock.now());
    }
    await goBack(req, res, '/', `${handle} may work again.`);
  });
  router.post('/accounts/:id/resume-writes', requireOperator, async (req, res) => {
    const { id: accountId, handle } = await accountOf(req);
    const { changed } = await applyHealthEvent(db, accountId, { kind: 'writes-cleared' });
    if (changed) {
      const detail = `by ${signedIn(res).name}`;
      await recordEvent(db, { kind: 'writes.resumed', accountId, detail }, clock.now());
    }
    await goBack(req, res, '/', `${handle} may write again.`);
  });
  router.post('/accounts/:id/schedule', requireOperator, async (req, res) => {
    const { id: accountId, handle } = await accountOf(req);
    const { timeZone, hours } = formOf(req, ScheduleForm);
    await setSchedule(db, accountId, timeZone, hours);
    const detail = `${describeWorkingHours(hours)} (${timeZone}), by ${signedIn(res).name}`;
    await recordEvent(db, { kind: 'account.rescheduled', accountId, detail }, clock.now());
    await goBack(req, res, '/accounts', `${handle} works ${describeWorkingHours(hours)}.`);
  });
  return router;
}

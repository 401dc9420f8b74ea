import type { Database } from '@fairlead/db/database';
import { changeHealth } from '@fairlead/db/repositories/account-health';
import { type Account, getAccount, setSchedule } from '@fairlead/db/repositories/accounts';
import { listDriftEvidence } from '@fairlead/db/repositories/drift-evidence';
import { recordEvent } from '@fairlead/db/repositories/events';
import { describeWorkingHours } from '@fairlead/shared/domain/working-hours';
import { type Request, Router } from 'express';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { accountUsage } from '../pages/account-usage.ts';
import { ScheduleForm, WEEKDAYS } from '../pages/schedule-form.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';

/** What a human lets go on, and how it is told. */
const CLEARINGS = [
  { path: 'resume', event: 'human-cleared', kind: 'account.resumed', may: 'work' },
  { path: 'resume-writes', event: 'writes-cleared', kind: 'writes.resumed', may: 'write' },
] as const;

/** The accounts: how they are, when they work, and what a human lets go on. */
export function accountRoutes(deps: DashboardDeps): Router {
  const { db, clock } = deps;
  const router = Router();

  router.get('/accounts', async (_req, res) => {
    const accounts = await accountUsage(db, clock.now());
    const evidence = Map.groupBy(await listDriftEvidence(db), ({ accountId }) => accountId);
    res.render('accounts', {
      title: 'Accounts',
      weekdays: WEEKDAYS,
      accounts: accounts.map((account) => ({ ...account, evidence: evidence.get(account.id) ?? [] })),
    });
  });
  for (const { path, event, kind, may } of CLEARINGS) {
    changeRoute(router, `/accounts/:id/${path}`, requireOperator, deps, async (req, { trx, who, now }) => {
      const { id: accountId, handle } = await accountOf(trx, req);
      const { changed, before, state } = await changeHealth(trx, accountId, { kind: event });
      if (changed) await recordEvent(trx, { kind, accountId, detail: `by ${who}` }, now);
      const entry = { what: kind, target: `account ${handle}`, before: { ...before }, after: { ...state } };
      return { log: changed ? [entry] : [], notice: `${handle} may ${may} again.`, next: '/' };
    });
  }
  changeRoute(router, '/accounts/:id/schedule', requireOperator, deps, async (req, { trx, who, now }) => {
    const account = await accountOf(trx, req);
    const { timeZone, hours } = formOf(req, ScheduleForm);
    await setSchedule(trx, account.id, timeZone, hours);
    const description = describeWorkingHours(hours);
    const detail = `${description} (${timeZone}), by ${who}`;
    await recordEvent(trx, { kind: 'account.rescheduled', accountId: account.id, detail }, now);
    const before = { timeZone: account.timeZone, hours: describeWorkingHours(account.workingHours) };
    const after = { timeZone, hours: description };
    return {
      log: [{ what: 'account.rescheduled', target: `account ${account.handle}`, before, after }],
      notice: `${account.handle} works ${description}.`,
      next: '/accounts',
    };
  });
  return router;
}

async function accountOf(db: Database, req: Request): Promise<Account> {
  const account = await getAccount(db, idOf(req));
  if (!account) throw new HttpError(404, 'There is no such account.');
  return account;
}

import { listAudit } from '@fairlead/db/repositories/audit-log';
import { findUser, setPassword } from '@fairlead/db/repositories/users';
import { hashPassword, verifyPassword } from '@fairlead/shared/runtime/crypto';
import { type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { auditLineView } from '../pages/audit-line.ts';
import { type FormFaults, faultsOf } from '../pages/form-faults.ts';
import { OwnPasswordForm } from '../pages/user-forms.ts';
import { queryOf } from '../request.ts';
import { RowId } from '../row-id.ts';
import { throttle } from '../session/throttle.ts';

const PAGE_SIZE = 50;
const LogQuery = z.object({ before: RowId.optional() });

/** A password is guessed here as at the login. */
const anybody: RequestHandler = throttle('Too many wrong passwords. Try again in 15 minutes.');

/** One's own password, and what everybody changed. */
export function settingsRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  const show = (res: Response, faults: FormFaults): void =>
    res.render('settings', { title: 'Settings', tab: 'own', faults });

  router.get('/settings', (_req, res) => show(res, {}));
  changeRoute(router, '/settings/password', anybody, deps, async (req, { trx, who }, res) => {
    const again = (faults: FormFaults) => ({ again: () => show(res.status(422), faults) });
    const form = OwnPasswordForm.safeParse(req.body);
    if (!form.success) return again(faultsOf(form.error));
    const user = await findUser(trx, who);
    if (!user || !(await verifyPassword(form.data.current, user.passwordHash))) {
      return again({ current: 'This is not your password.' });
    }
    await setPassword(trx, user, await hashPassword(form.data.password), req.sessionID);
    return {
      log: [{ what: 'user.own-password-changed', target: `user ${who}` }],
      notice: 'Your password is changed. Everywhere else you are signed out.',
      next: '/settings',
    };
  });
  router.get('/settings/log', async (req, res) => {
    const { before } = queryOf(req, LogQuery);
    const found = await listAudit(db, PAGE_SIZE + 1, before);
    const lines = found.slice(0, PAGE_SIZE);
    const older = found.length > lines.length ? (lines.at(-1)?.id ?? null) : null;
    res.render('settings-log', {
      title: 'Log of changes',
      tab: 'log',
      lines: lines.map(auditLineView),
      older,
      isFirst: before === undefined,
    });
  });
  return router;
}

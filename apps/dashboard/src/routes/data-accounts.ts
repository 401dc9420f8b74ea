import type { Tx } from '@fairlead/db/database';
import {
  type AccountChoices,
  changeAccountChoices,
  lockAccountChoices,
} from '@fairlead/db/repositories/account-choices';
import { findSecretsByEmail, setPassword, upsertAccount } from '@fairlead/db/repositories/accounts';
import { recordEvent } from '@fairlead/db/repositories/events';
import { chooseNewsletter } from '@fairlead/db/repositories/newsletter';
import { handleFromEmail, passwordContext } from '@fairlead/shared/domain/account';
import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { AROUND_THE_CLOCK, OFFICE_HOURS } from '@fairlead/shared/domain/working-hours';
import { type Response, Router } from 'express';
import { changeRoute } from '../change-route.ts';
import { AccountForm, NewAccountForm, PasswordForm } from '../data/forms.ts';
import { renderRow } from '../data/row-page.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { type FormFaults, type FormValues, faultsOf, valuesOf } from '../pages/form-faults.ts';
import { idOf } from '../request.ts';
import { requireOperator, requireOwner } from '../session/guard.ts';

/** Accounts are made here, and what of them has no page of its own is changed. A password goes in, never out. */
export function dataAccountRoutes(deps: DashboardDeps): Router {
  const { db, vault, sandbox } = deps;
  const router = Router();
  const showNew = (res: Response, { password: _never, ...values }: FormValues, faults: FormFaults): void =>
    res.render('data-account-new', {
      title: 'Add an account',
      values: { email: '', country: '', timeZone: '', newsletter: '', ...values },
      faults,
    });

  router.get('/data/accounts/new', requireOwner, (_req, res) => showNew(res, {}, {}));
  changeRoute(router, '/data/accounts', requireOwner, deps, async (req, { trx, now }, res) => {
    const values = valuesOf(req.body);
    const again = (faults: FormFaults) => ({ again: () => showNew(res.status(422), values, faults) });
    const form = NewAccountForm.safeParse(values);
    if (!form.success) return again(faultsOf(form.error));
    const { email, password, newsletter, ...place } = form.data;
    if (await findSecretsByEmail(trx, email)) return again({ email: 'There is an account of this e-mail.' });
    const account = {
      ...place,
      email,
      handle: handleFromEmail(email),
      passwordSealed: vault.seal(password.reveal(), passwordContext(email)),
      workingHours: sandbox ? AROUND_THE_CLOCK : OFFICE_HOURS,
      limits: DEFAULT_LIMITS,
      subscribeNewsletter: newsletter,
    };
    const id = await upsertAccount(trx, account, true, now);
    return {
      log: [{ what: 'account.added', target: `account ${email}`, after: { ...place, newsletter } }],
      notice: 'The account is added. It does nothing until a campaign chooses it in its settings.',
      next: `/data/accounts/${id}`,
    };
  });

  changeRoute(router, '/data/accounts/:id', requireOperator, deps, async (req, { trx, now }, res) => {
    const id = idOf(req);
    const { handle, country, active, newsletter } = await choicesOf(trx, id);
    const values = valuesOf(req.body);
    const form = AccountForm.safeParse(values);
    if (!form.success) {
      const typed = { values, faults: faultsOf(form.error) };
      return { again: () => renderRow(db, res.status(422), 'accounts', [id], typed) };
    }
    const after = form.data;
    await changeAccountChoices(trx, id, after);
    // An answer cannot be taken back, only changed.
    const answer = after.newsletter ?? newsletter;
    if (answer !== null && answer !== newsletter) await chooseNewsletter(trx, id, answer, now);
    const before = { country, active, newsletter };
    return {
      log: [
        {
          what: 'account.changed',
          target: `account ${handle}`,
          before,
          after: { ...after, newsletter: answer },
        },
      ],
      notice: `${handle} is changed.`,
      next: `/data/accounts/${id}`,
    };
  });

  changeRoute(
    router,
    '/data/accounts/:id/password',
    requireOwner,
    deps,
    async (req, { trx, who, now }, res) => {
      const id = idOf(req);
      const { handle, email } = await choicesOf(trx, id);
      const form = PasswordForm.safeParse(req.body);
      if (!form.success) {
        const typed = { values: {}, faults: faultsOf(form.error) };
        return { again: () => renderRow(db, res.status(422), 'accounts', [id], typed) };
      }
      await setPassword(trx, id, vault.seal(form.data.password.reveal(), passwordContext(email)));
      await recordEvent(trx, { kind: 'account.password-replaced', accountId: id, detail: `by ${who}` }, now);
      return {
        log: [{ what: 'account.password-replaced', target: `account ${handle}` }],
        notice: `${handle} signs in with the new password when it next has to.`,
        next: `/data/accounts/${id}`,
      };
    },
  );
  return router;
}

async function choicesOf(trx: Tx, id: number): Promise<AccountChoices> {
  const choices = await lockAccountChoices(trx, id);
  if (!choices) throw new HttpError(404, 'There is no such account.');
  return choices;
}

import {
  changeRole,
  createUser,
  findUserById,
  listUsers,
  ROLES,
  removeUser,
  setPassword,
  type User,
  type UserChange,
} from '@fairlead/db/repositories/users';
import { hashPassword } from '@fairlead/shared/runtime/crypto';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { type Answer, changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { type FormFaults, type FormValues, faultsOf, valuesOf } from '../pages/form-faults.ts';
import { NewPassword, RoleField, UserForm } from '../pages/user-forms.ts';
import { formOf, idOf } from '../request.ts';
import { requireOwner } from '../session/guard.ts';

const PATH = '/settings/users';

/** Who may sign in, and what they may do. For owners. */
export function userRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  const show = async (res: Response, values: FormValues, faults: FormFaults): Promise<void> => {
    const { name = '', role = 'operator' } = values;
    const users = await listUsers(db);
    res.render('settings-users', { title: 'Users', tab: 'users', users, roles: ROLES, name, role, faults });
  };
  router.get(PATH, requireOwner, (_req, res) => show(res, {}, {}));

  changeRoute(router, PATH, requireOwner, deps, async (req, { trx, now }, res) => {
    const values = valuesOf(req.body);
    const again = (faults: FormFaults) => ({ again: () => show(res.status(422), values, faults) });
    const form = UserForm.safeParse(values);
    if (!form.success) return again(faultsOf(form.error));
    const { name, role, password } = form.data;
    const user = { name, role, passwordHash: await hashPassword(password) };
    if (!(await createUser(trx, user, now))) return again({ name: 'Somebody has this name.' });
    return done('user.added', name, { after: { role } }, `${name} may sign in.`);
  });
  changeRoute(router, `${PATH}/:id/role`, requireOwner, deps, async (req, { trx }) => {
    const { role } = formOf(req, z.object({ role: RoleField }));
    const { name, role: before } = userOf(await changeRole(trx, idOf(req), role));
    return done(
      'user.role-changed',
      name,
      { before: { role: before }, after: { role } },
      `${name} is ${role} now.`,
    );
  });
  changeRoute(router, `${PATH}/:id/password`, requireOwner, deps, async (req, { trx }, res) => {
    const user = await findUserById(trx, idOf(req));
    if (!user) throw new HttpError(404, 'There is no such user.');
    const form = z.object({ password: NewPassword }).safeParse(req.body);
    if (!form.success) {
      const fault = faultsOf(form.error).password ?? '';
      return { again: () => show(res.status(422), {}, { [`password-${user.id}`]: fault }) };
    }
    await setPassword(trx, user, await hashPassword(form.data.password), req.sessionID);
    return done(
      'user.password-reset',
      user.name,
      {},
      `${user.name} has a new password, and is signed out elsewhere.`,
    );
  });
  changeRoute(router, `${PATH}/:id/remove`, requireOwner, deps, async (req, { trx }) => {
    const { name, role } = userOf(await removeUser(trx, idOf(req)));
    return done('user.removed', name, { before: { role } }, `${name} may not sign in any more.`);
  });
  return router;
}

type Fields = Readonly<Record<string, unknown>>;

function done(
  what: string,
  name: string,
  change: { before?: Fields; after?: Fields },
  notice: string,
): Answer {
  return { log: [{ what, target: `user ${name}`, ...change }], notice, next: PATH };
}

function userOf(change: UserChange): User {
  if (change.kind === 'changed') return change.user;
  if (change.kind === 'missing') throw new HttpError(404, 'There is no such user.');
  const remedy = 'Make another owner first.';
  throw new HttpError(409, `This is the last owner: somebody must be able to manage users. ${remedy}`);
}

import type { Database } from '@fairlead/db/database';
import { findUser, upsertUser } from '@fairlead/db/repositories/users';
import { hashPassword, randomToken } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import type { Output } from '../output.ts';

export interface DashboardLogin {
  user: string;
  /** Only one that was made up: the operator knows every other. */
  password: Secret | null;
}

/** Makes sure that somebody can sign in: with the password given, else with one made up and shown once. */
export async function ensureDashboardLogin(
  db: Database,
  name: string,
  given: Secret | undefined,
  now: Date,
): Promise<DashboardLogin> {
  if (!given && (await findUser(db, name))) return { user: name, password: null };
  const password = given ?? new Secret(randomToken(9));
  await upsertUser(db, { name, passwordHash: await hashPassword(password), role: 'owner' }, now);
  return { user: name, password: given ? null : password };
}

/** Says how to sign in. A password that was made up is shown, this once. */
export function announceLogin({ user, password }: DashboardLogin, out: Output): void {
  if (password) out.result(`Login: ${user} / ${password.reveal()}`);
  else out.note(`Login: ${user}, with the password you have`);
}

import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';

export const ROLES = ['owner', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  id: number;
  name: string;
  role: Role;
  passwordHash: string;
}

export async function findUser(db: Database, name: string): Promise<User | null> {
  const row = await db
    .selectFrom('app_user')
    .select(['id', 'name', 'role', 'password_hash as passwordHash'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}

/** Everybody who may sign in, in order of name. */
export async function listUsers(db: Database): Promise<(Omit<User, 'passwordHash'> & { createdAt: Date })[]> {
  return await db
    .selectFrom('app_user')
    .select(['id', 'name', 'role', 'created_at as createdAt'])
    .orderBy('name')
    .execute();
}

export interface NewUser {
  name: string;
  passwordHash: string;
  role: Role;
}

/** Creates the user, or gives the existing one a new password. */
export async function upsertUser(db: Database, user: NewUser, now: Date): Promise<void> {
  await db
    .insertInto('app_user')
    .values(toRow(user, now))
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ password_hash: user.passwordHash }))
    .execute();
}

/** False when the name is taken. */
export async function createUser(trx: Tx, user: NewUser, now: Date): Promise<boolean> {
  const row = await trx
    .insertInto('app_user')
    .values(toRow(user, now))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function toRow({ name, passwordHash, role }: NewUser, now: Date) {
  return { name, password_hash: passwordHash, role, created_at: now };
}

/** What became of a change; `last-owner`: somebody must be able to manage users. */
export type UserChange = { kind: 'changed'; user: User } | { kind: 'missing' | 'last-owner' };

/** Gives the user another role. Returns the user as it was. */
export async function changeRole(trx: Tx, userId: number, role: Role): Promise<UserChange> {
  return await unlessLastOwner(trx, userId, role === 'owner', () =>
    trx.updateTable('app_user').set({ role }).where('id', '=', userId).execute(),
  );
}

/** Removes the user and ends their sessions. Returns the user as it was. */
export async function removeUser(trx: Tx, userId: number): Promise<UserChange> {
  return await unlessLastOwner(trx, userId, false, async (user) => {
    await trx.deleteFrom('app_user').where('id', '=', userId).execute();
    await endSessionsOf(trx, user.name);
  });
}

/** Locks all owners, so that two of them cannot remove each other at once. */
async function unlessLastOwner(
  trx: Tx,
  userId: number,
  staysOwner: boolean,
  change: (user: User) => Promise<unknown>,
): Promise<UserChange> {
  const owners = await trx
    .selectFrom('app_user')
    .select('id')
    .where('role', '=', 'owner')
    .orderBy('id')
    .forUpdate()
    .execute();
  const user = await findUserById(trx, userId);
  if (!user) return { kind: 'missing' };
  const isLast = owners.every(({ id }) => id === userId);
  if (isLast && user.role === 'owner' && !staysOwner) return { kind: 'last-owner' };
  await change(user);
  return { kind: 'changed', user };
}

export async function findUserById(db: Database, id: number): Promise<User | null> {
  const row = await db
    .selectFrom('app_user')
    .select(['id', 'name', 'role', 'password_hash as passwordHash'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** A new password ends every session of the user but the one that is named. */
export async function setPassword(
  trx: Tx,
  user: Pick<User, 'id' | 'name'>,
  passwordHash: string,
  exceptSid?: string,
): Promise<void> {
  await trx.updateTable('app_user').set({ password_hash: passwordHash }).where('id', '=', user.id).execute();
  await endSessionsOf(trx, user.name, exceptSid);
}

/** The table is the session store's; what it keeps of a session names the user. */
async function endSessionsOf(trx: Tx, userName: string, exceptSid = ''): Promise<void> {
  await sql`delete from dashboard_session where sess ->> 'userName' = ${userName} and sid <> ${exceptSid}`.execute(
    trx,
  );
}

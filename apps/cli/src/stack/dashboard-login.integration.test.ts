import { findUser } from '@fairlead/db/repositories/users';
import { verifyPassword } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { emptyTables, type MigratedDatabase, NOW, openMigratedDatabase } from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ensureDashboardLogin } from './dashboard-login.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('cli_login');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

test('a dashboard password is made up and shown once', async () => {
  const { user, password } = await ensureDashboardLogin(database.db, 'owner', undefined, NOW);
  expect(user).toBe('owner');
  expect(password?.reveal()).toMatch(/^[\w-]{12}$/);
  const stored = await findUser(database.db, 'owner');
  expect(stored?.role).toBe('owner');
  expect(stored?.passwordHash).not.toContain(password?.reveal());
  expect(await verifyPassword(password ?? new Secret(''), stored?.passwordHash ?? '')).toBe(true);
  expect(await ensureDashboardLogin(database.db, 'owner', undefined, NOW)).toEqual({
    user: 'owner',
    password: null,
  });
  expect(await findUser(database.db, 'owner')).toEqual(stored);
});

test('a given dashboard password is set, also for a user who has another', async () => {
  await ensureDashboardLogin(database.db, 'owner', undefined, NOW);
  const given = new Secret('chosen by the operator');
  expect((await ensureDashboardLogin(database.db, 'owner', given, NOW)).password).toBeNull();
  const stored = await findUser(database.db, 'owner');
  expect(await verifyPassword(given, stored?.passwordHash ?? '')).toBe(true);
});

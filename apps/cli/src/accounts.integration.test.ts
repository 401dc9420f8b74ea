import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { claimLogin, listAccounts, setSelfLead } from '@fairlead/db/repositories/accounts';
import {
  addAccount,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { failIfLoginFailed, resumeAccounts, stoppedAccounts } from './accounts.ts';

const HOUR_MS = 3_600_000;

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('cli_accounts');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

/** An account that was stopped; `loggedInBefore` when its own profile had been read by then. */
async function addStopped(email: string, { loggedInBefore }: { loggedInBefore: boolean }): Promise<number> {
  const id = await addAccount(database.db, { email });
  if (loggedInBefore) await setSelfLead(database.db, id, (await addLead(database.db)).leadId);
  await applyHealthEvent(database.db, id, { kind: 'session-lost', detail: 'Wrong password.' });
  return id;
}

test('accounts that work, or did, are no reason to end', async () => {
  await addAccount(database.db);
  await addStopped('later@tidewater.example', { loggedInBefore: true });
  await expect(failIfLoginFailed(database.db)).resolves.toBeUndefined();
  expect(await stoppedAccounts(database.db)).toMatchObject([{ email: 'later@tidewater.example' }]);
});

test('nor is a challenge at the first login: its page is open for a human, in the browser of this program', async () => {
  const id = await addAccount(database.db);
  await applyHealthEvent(database.db, id, { kind: 'checkpoint', detail: 'a puzzle', challenge: 'captcha' });
  await expect(failIfLoginFailed(database.db)).resolves.toBeUndefined();
});

test('one that never got in is: all of them are named, with the reason', async () => {
  await addStopped('first@tidewater.example', { loggedInBefore: false });
  await addStopped('second@tidewater.example', { loggedInBefore: false });
  await expect(failIfLoginFailed(database.db)).rejects.toMatchObject({
    message:
      'The account first@tidewater.example cannot log in. Signed out: Wrong password.\n' +
      'The account second@tidewater.example cannot log in. Signed out: Wrong password.',
    remedy: expect.stringMatching(/FAIRLEAD_ACCOUNT_PASSWORD.*\.\/fairlead up --resume/s),
  });
});

test('a resumed account may act, and type its password once more', async () => {
  const id = await addStopped('kim@tidewater.example', { loggedInBefore: true });
  expect(await claimLogin(database.db, id, HOUR_MS, NOW)).toBe(true);
  await resumeAccounts(database.db, await listAccounts(database.db));
  expect(await listAccounts(database.db)).toMatchObject([{ health: 'ok', healthReason: null }]);
  expect(await claimLogin(database.db, id, HOUR_MS, NOW)).toBe(true);
  expect(await claimLogin(database.db, id, HOUR_MS, NOW)).toBe(false);
});

import {
  addAccount,
  addUrlOnlyLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSetup } from '../views/setup.ts';
import { applyHealthEvent } from './account-health.ts';
import {
  claimLogin,
  correctEmail,
  getSecretsOf,
  listAccounts,
  saveSession,
  setPassword,
  setSelfLead,
} from './accounts.ts';

const SEALED = Buffer.from('another ciphertext');
const WRONG = 'kim.wset@fairlead.example';
const RIGHT = { email: 'kim.west@fairlead.example', handle: 'kim-west', passwordSealed: SEALED };

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('db_credentials');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

async function addStopped(): Promise<number> {
  const id = await addAccount(database.db, { email: WRONG, handle: 'kim-wset', country: 'pt' });
  await saveSession(database.db, id, Buffer.from('a session'));
  await claimLogin(database.db, id, 1, NOW);
  await applyHealthEvent(database.db, id, { kind: 'session-lost', detail: 'wrong password' });
  return id;
}

test('a new password forgets the session, lets a stopped account try again, and changes nothing else', async () => {
  const id = await addStopped();
  const [before] = (await readSetup(database.db)).accounts;
  await setPassword(database.db, id, SEALED);
  expect(await getSecretsOf(database.db, id)).toEqual({
    email: WRONG,
    passwordSealed: SEALED,
    sessionSealed: null,
  });
  const fresh = { health: 'ok', healthReason: null, stopCause: null, loginAt: null };
  expect((await readSetup(database.db)).accounts).toEqual([{ ...before, ...fresh }]);
});

test('a misspelt e-mail is corrected with handle and password, and the account tries again', async () => {
  const id = await addStopped();
  await addAccount(database.db, { email: 'kim.west@other.example', handle: 'kim-west' });
  expect(await correctEmail(database.db, id, RIGHT)).toBe(true);
  expect(await listAccounts(database.db)).toMatchObject([
    { email: RIGHT.email, handle: 'kim-west-2', health: 'ok', loginAt: null },
    { handle: 'kim-west' },
  ]);
  expect(await getSecretsOf(database.db, id)).toMatchObject({ passwordSealed: SEALED, sessionSealed: null });
});

test('an account that has been in keeps its e-mail', async () => {
  const id = await addStopped();
  await setSelfLead(database.db, id, await addUrlOnlyLead(database.db));
  expect(await correctEmail(database.db, id, RIGHT)).toBe(false);
  expect(await listAccounts(database.db)).toMatchObject([{ email: WRONG, health: 'stopped' }]);
});

test('what is set up says who there is, and whether anybody was found', async () => {
  expect(await readSetup(database.db)).toEqual({
    accounts: [],
    campaigns: [],
    logins: [],
    holdsPeople: false,
  });
  await addStopped();
  await addUrlOnlyLead(database.db);
  expect(await readSetup(database.db)).toMatchObject({
    accounts: [{ email: WRONG, country: 'pt', subscribeNewsletter: false }],
    holdsPeople: true,
  });
});

import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { findSecretsByEmail, listAccounts } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { findUser } from '@fairlead/db/repositories/users';
import { passwordContext } from '@fairlead/shared/domain/account';
import { createVault, generateMasterKey, verifyPassword } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { emptyTables, type MigratedDatabase, NOW, openMigratedDatabase } from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEMO_PROVISION } from '../demo/campaign.ts';
import { ensureDashboardLogin, type Provision, provision } from './provision.ts';

const PASSWORD = 'correct horse battery staple';
const vault = createVault(new Secret(generateMasterKey()));
const WANTED: Provision = {
  ...DEMO_PROVISION,
  account: { ...DEMO_PROVISION.account, password: new Secret(PASSWORD) },
};
const { email } = WANTED.account;

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('cli_provision');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

test('account and campaign are created and belong together', async () => {
  const { accountId, campaignId } = await provision(database.db, vault, WANTED, NOW);
  expect(await listAccounts(database.db)).toMatchObject([
    { id: accountId, email, handle: 'robin-demo', timeZone: 'Europe/Lisbon', health: 'ok' },
  ]);
  expect(await listCampaigns(database.db)).toMatchObject([
    { id: campaignId, name: WANTED.campaign.name, paused: false },
  ]);
  expect(
    await database.db.selectFrom('campaign_account').select(['account_id', 'campaign_id']).execute(),
  ).toEqual([{ account_id: accountId, campaign_id: campaignId }]);
});

test('the password is stored encrypted, bound to its account', async () => {
  await provision(database.db, vault, WANTED, NOW);
  const row = await database.db.selectFrom('account').selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(PASSWORD);
  expect(row.password_sealed.includes(PASSWORD)).toBe(false);
  expect(vault.open(row.password_sealed, passwordContext(email))).toBe(PASSWORD);
  expect(() => vault.open(row.password_sealed, passwordContext('someone@else.example'))).toThrow();
});

test('doing it again changes nothing', async () => {
  const rows = async () => [
    await database.db.selectFrom('account').selectAll().execute(),
    await database.db.selectFrom('campaign').selectAll().execute(),
    await database.db.selectFrom('campaign_account').selectAll().execute(),
  ];
  const ids = await provision(database.db, vault, WANTED, NOW);
  const before = await rows();
  expect(await provision(database.db, vault, WANTED, new Date(NOW.getTime() + 60_000))).toEqual(ids);
  expect(await rows()).toEqual(before);
});

test('changed limits and texts are taken over; a stopped account stays stopped', async () => {
  const { accountId } = await provision(database.db, vault, WANTED, NOW);
  await applyHealthEvent(database.db, accountId, { kind: 'checkpoint', detail: 'a puzzle' });
  const limits = { connectDaily: 5, connectWeekly: 25, followUpDaily: 3 };
  await provision(
    database.db,
    vault,
    {
      account: { ...WANTED.account, limits },
      campaign: { ...WANTED.campaign, objective: 'Port authorities' },
    },
    NOW,
  );
  expect(await listAccounts(database.db)).toMatchObject([{ limits, health: 'stopped' }]);
  expect(await listCampaigns(database.db)).toMatchObject([{ objective: 'Port authorities' }]);
});

test('a new password replaces the old one and lets a stopped account try again', async () => {
  const { accountId } = await provision(database.db, vault, WANTED, NOW);
  await applyHealthEvent(database.db, accountId, { kind: 'session-lost', detail: 'wrong password' });
  const account = { ...WANTED.account, password: new Secret('a better one') };
  await provision(database.db, vault, { ...WANTED, account }, NOW);
  const secrets = await findSecretsByEmail(database.db, email);
  expect(vault.open(secrets?.passwordSealed ?? Buffer.alloc(0), passwordContext(email))).toBe('a better one');
  expect(await listAccounts(database.db)).toMatchObject([{ health: 'ok', healthReason: null }]);
});

test('another secret key than the one it was stored with is a matter for the operator', async () => {
  await provision(database.db, vault, WANTED, NOW);
  const otherVault = createVault(new Secret(generateMasterKey()));
  await expect(provision(database.db, otherVault, WANTED, NOW)).rejects.toMatchObject({
    name: 'Misconfigured',
    remedy: expect.stringContaining('FAIRLEAD_SECRET_KEY'),
  });
});

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

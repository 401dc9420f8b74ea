import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { findSecretsByEmail, listAccounts } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { passwordContext } from '@fairlead/shared/domain/account';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { emptyTables, type MigratedDatabase, NOW, openMigratedDatabase } from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEMO_PROVISION } from '../demo/campaign.ts';
import { type Provision, provision, saveAccount } from './provision.ts';

const PASSWORD = 'correct horse battery staple';
const vault = createVault(new Secret(generateMasterKey()));
const WANTED = {
  ...DEMO_PROVISION,
  account: { ...DEMO_PROVISION.account, password: new Secret(PASSWORD) },
} satisfies Provision;
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

test('doing it again changes nothing, and says so', async () => {
  const rows = async () => [
    await database.db.selectFrom('account').selectAll().execute(),
    await database.db.selectFrom('campaign').selectAll().execute(),
    await database.db.selectFrom('campaign_account').selectAll().execute(),
  ];
  const first = await provision(database.db, vault, WANTED, NOW);
  expect(first.created).toEqual({ account: true, campaign: true });
  const before = await rows();
  const later = new Date(NOW.getTime() + 60_000);
  expect(await provision(database.db, vault, WANTED, later)).toEqual({
    ...first,
    created: { account: false, campaign: false },
  });
  expect(await rows()).toEqual(before);
});

test('what was changed since is left alone: texts, limits, who works for what', async () => {
  const { accountId } = await provision(database.db, vault, WANTED, NOW);
  const rows = async () => [
    await database.db.selectFrom('account').selectAll().execute(),
    await database.db.selectFrom('campaign').selectAll().execute(),
    await database.db.selectFrom('campaign_account').selectAll().execute(),
  ];
  await database.db.updateTable('campaign').set({ objective: 'Port authorities', paused: true }).execute();
  await database.db.updateTable('account').set({ connect_daily: 5, country: 'fr' }).execute();
  await database.db.deleteFrom('campaign_account').execute();
  await applyHealthEvent(database.db, accountId ?? 0, { kind: 'checkpoint', detail: 'a puzzle' });
  const before = await rows();
  await provision(database.db, vault, WANTED, NOW);
  expect(await rows()).toEqual(before);
});

test('an account alone works for every campaign, and a campaign alone has every account', async () => {
  const { account, campaign } = WANTED;
  const accountOnly = (email: string): Provision => ({ account: { ...account, email }, campaign: null });
  const campaignOnly = (name: string): Provision => ({ account: null, campaign: { ...campaign, name } });
  await provision(database.db, vault, accountOnly('a@tidewater.example'), NOW);
  await provision(database.db, vault, campaignOnly('One'), NOW);
  await provision(database.db, vault, accountOnly('b@tidewater.example'), NOW);
  await provision(database.db, vault, campaignOnly('Two'), NOW);
  expect(await database.db.selectFrom('campaign_account').select('account_id').execute()).toHaveLength(4);
});

test('saving an account takes over limits and country; a stopped one stays stopped', async () => {
  const accountId = await saveAccount(database.db, vault, WANTED.account, NOW);
  await applyHealthEvent(database.db, accountId, { kind: 'checkpoint', detail: 'a puzzle' });
  const limits = { connectDaily: 5, connectWeekly: 25, followUpDaily: 3 };
  expect(await saveAccount(database.db, vault, { ...WANTED.account, limits }, NOW)).toBe(accountId);
  expect(await listAccounts(database.db)).toMatchObject([{ limits, health: 'stopped' }]);
});

test('a new password replaces the old one and lets a stopped account try again', async () => {
  const { accountId } = await provision(database.db, vault, WANTED, NOW);
  await applyHealthEvent(database.db, accountId ?? 0, { kind: 'session-lost', detail: 'wrong password' });
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

import { type HealthEvent, SOUND } from '@fairlead/shared/domain/account-health';
import { DEFAULT_LIMITS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { OFFICE_HOURS } from '@fairlead/shared/domain/working-hours';
import {
  addAccount,
  addCampaign,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyHealthEvent } from './account-health.ts';
import {
  claimLogin,
  findSecretsByEmail,
  getAccount,
  getSecretsOf,
  listAccounts,
  saveSession,
  setSchedule,
  setSelfLead,
  upsertAccount,
} from './accounts.ts';
import { assignAccount, getCampaign, listCampaigns, upsertCampaign } from './campaigns.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('accounts');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const EMAIL = 'ines@fairlead.example';
const NEW = {
  handle: 'ines',
  email: EMAIL,
  passwordSealed: Buffer.from('sealed'),
  country: 'no',
  timeZone: 'Europe/Oslo',
  workingHours: OFFICE_HOURS,
  limits: DEFAULT_LIMITS,
  subscribeNewsletter: false,
};

const STOP = { kind: 'session-lost', detail: 'login page' } as const;

/** An account that logged in, has a session, and was stopped. */
async function addStoppedAccount(): Promise<number> {
  const id = await upsertAccount(database.db, NEW, true, NOW);
  await claimLogin(database.db, id, HOUR_MS, NOW);
  await saveSession(database.db, id, Buffer.from('session'));
  await applyHealthEvent(database.db, id, STOP);
  return id;
}

describe('upsertAccount', () => {
  test('creates a healthy, active account', async () => {
    const id = await upsertAccount(database.db, NEW, true, NOW);
    const account = {
      id,
      handle: 'ines',
      email: EMAIL,
      timeZone: 'Europe/Oslo',
      workingHours: OFFICE_HOURS,
      limits: DEFAULT_LIMITS,
      active: true,
      health: 'ok',
      healthReason: null,
      stopCause: null,
      breaker: SOUND.breaker,
      writesPause: null,
      selfLeadId: null,
      loginAt: null,
    };
    expect(await getAccount(database.db, id)).toEqual(account);
    expect(await listAccounts(database.db)).toEqual([account]);
  });

  test('an answer about the newsletter is kept, and no answer changes none (mission §3, newsletter)', async () => {
    const stored = () =>
      database.db
        .selectFrom('account')
        .select(['subscribe_newsletter', 'newsletter_decided_at'])
        .executeTakeFirstOrThrow();
    const answer = (subscribeNewsletter: boolean | null) =>
      upsertAccount(database.db, { ...NEW, subscribeNewsletter }, false, NOW);
    await answer(null);
    expect(await stored()).toEqual({ subscribe_newsletter: false, newsletter_decided_at: null });
    await answer(true);
    await answer(null);
    expect(await stored()).toEqual({ subscribe_newsletter: true, newsletter_decided_at: NOW });
    await answer(false);
    expect(await stored()).toMatchObject({ subscribe_newsletter: false });
  });

  test('with the same password changes the limits, and leaves session and stop alone', async () => {
    const id = await addStoppedAccount();
    const limits = { ...DEFAULT_LIMITS, connectDaily: 5 };
    expect(await upsertAccount(database.db, { ...NEW, limits }, false, NOW)).toBe(id);
    expect(await getAccount(database.db, id)).toMatchObject({ limits, health: 'stopped', loginAt: NOW });
    expect(await getSecretsOf(database.db, id)).toMatchObject({ sessionSealed: Buffer.from('session') });
  });

  test('with a new password forgets the session and lets a stopped account try again', async () => {
    const id = await addStoppedAccount();
    const passwordSealed = Buffer.from('new');
    await upsertAccount(database.db, { ...NEW, passwordSealed }, true, NOW);
    expect(await getAccount(database.db, id)).toMatchObject({
      health: 'ok',
      healthReason: null,
      loginAt: null,
    });
    expect(await getSecretsOf(database.db, id)).toEqual({
      email: EMAIL,
      passwordSealed,
      sessionSealed: null,
    });
  });

  test('numbers the handle when another e-mail has the same local part', async () => {
    const ids: number[] = [];
    for (const host of ['fairlead', 'brightmoor', 'pellar'])
      ids.push(await upsertAccount(database.db, { ...NEW, email: `ines@${host}.example` }, true, NOW));
    await upsertAccount(database.db, { ...NEW, email: 'ines@brightmoor.example' }, false, NOW);
    const accounts = await listAccounts(database.db);
    expect(accounts.map(({ id, handle }) => [id, handle])).toEqual([
      [ids[0], 'ines'],
      [ids[1], 'ines-2'],
      [ids[2], 'ines-3'],
    ]);
  });
});

test('an account that does not exist is null, and its secrets are an error', async () => {
  expect(await getAccount(database.db, 0)).toBeNull();
  expect(await findSecretsByEmail(database.db, 'nobody@fairlead.example')).toBeNull();
  await expect(getSecretsOf(database.db, 0)).rejects.toThrow();
});

test('secrets are found by e-mail too', async () => {
  const id = await addStoppedAccount();
  expect(await findSecretsByEmail(database.db, EMAIL)).toEqual({
    id,
    ...(await getSecretsOf(database.db, id)),
  });
});

describe('claimLogin', () => {
  test('lets credentials be typed once an hour', async () => {
    const id = await addAccount(database.db);
    expect(await claimLogin(database.db, id, HOUR_MS, NOW)).toBe(true);
    expect(await claimLogin(database.db, id, HOUR_MS, later(HOUR_MS - 1))).toBe(false);
    expect(await claimLogin(database.db, id, HOUR_MS, later(HOUR_MS))).toBe(true);
  });

  test('is won by one of several at once', async () => {
    const id = await addAccount(database.db);
    const claims = await Promise.all([1, 2, 3].map(() => claimLogin(database.db, id, HOUR_MS, NOW)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

describe('applyHealthEvent', () => {
  test('stops once, says whether that was news, and keeps the first reason', async () => {
    const id = await addAccount(database.db);
    expect(await applyHealthEvent(database.db, id, STOP)).toMatchObject({
      changed: true,
      state: { health: 'stopped' },
    });
    const second = { kind: 'checkpoint', detail: 'captcha' } as const;
    expect(await applyHealthEvent(database.db, id, second)).toMatchObject({
      changed: false,
      state: { health: 'stopped' },
    });
    expect(await getAccount(database.db, id)).toMatchObject({
      health: 'stopped',
      healthReason: 'Signed out: login page',
    });
  });

  test('clears when a human has acted, and allows one more login', async () => {
    const id = await addStoppedAccount();
    const cleared = await applyHealthEvent(database.db, id, { kind: 'human-cleared' });
    expect(cleared).toEqual({ changed: true, state: SOUND });
    expect(await getAccount(database.db, id)).toMatchObject({ health: 'ok', healthReason: null });
    expect(await claimLogin(database.db, id, HOUR_MS, later(1))).toBe(true);
  });
});

test('health survives in all its parts, and a new password leaves paused writes alone', async () => {
  const id = await addAccount(database.db, { email: EMAIL });
  const apply = (event: HealthEvent) => applyHealthEvent(database.db, id, event, [3]);
  await apply({ kind: 'throttled', detail: '429', at: NOW });
  await apply({ kind: 'drifted', probe: 'profile', detail: '3 pages', at: NOW });
  await apply({ kind: 'checkpoint', detail: 'x', challenge: 'restricted' });
  const writesPause = { since: NOW, probe: 'profile', reason: '3 pages' };
  expect(await getAccount(database.db, id)).toMatchObject({
    health: 'stopped',
    stopCause: 'restriction',
    breaker: { trips: 1, openUntil: later(3 * HOUR_MS), reason: '429' },
    writesPause,
  });
  await upsertAccount(database.db, NEW, true, NOW);
  expect(await getAccount(database.db, id)).toMatchObject({
    health: 'ok',
    stopCause: null,
    breaker: SOUND.breaker,
    writesPause,
  });
});

test('time zone and hours are those of the creation until they are set', async () => {
  const id = await upsertAccount(database.db, NEW, true, NOW);
  const workingHours = { days: [1, 3], fromMinute: 480, untilMinute: 720 };
  expect(await setSchedule(database.db, id, 'Europe/Lisbon', workingHours)).toBe(true);
  await upsertAccount(database.db, NEW, false, NOW);
  expect(await getAccount(database.db, id)).toMatchObject({ timeZone: 'Europe/Lisbon', workingHours });
  expect(await setSchedule(database.db, 0, 'UTC', workingHours)).toBe(false);
});

test('the account knows its own lead', async () => {
  const id = await addAccount(database.db);
  const { leadId } = await addLead(database.db);
  await setSelfLead(database.db, id, leadId);
  expect(await getAccount(database.db, id)).toMatchObject({ selfLeadId: leadId });
});

test('a campaign is created once by name and updated afterwards; accounts are assigned once', async () => {
  const accountId = await addAccount(database.db);
  const campaign = {
    name: 'Wind parks',
    productDocs: 'Drones.',
    objective: 'Operations managers',
    bookingLink: null,
    followUpTemplate: 'Hello',
  };
  const id = await upsertCampaign(database.db, campaign, NOW);
  const usual = {
    strategy: 'bayes',
    strategyOptions: {},
    auditShare: 0.05,
    auditTolerance: 0.05,
    approvalMode: 'autopilot',
  };
  expect(await getCampaign(database.db, id)).toEqual({
    id,
    version: 1,
    paused: false,
    ...campaign,
    ...usual,
  });
  const judging = {
    strategy: 'classic',
    strategyOptions: { guard: true },
    auditShare: 0.1,
    auditTolerance: 0.02,
    approvalMode: 'approve-messages',
  } as const;
  const changed = { ...campaign, ...judging, bookingLink: 'https://cal.example/you' };
  expect(await upsertCampaign(database.db, changed, NOW)).toBe(id);
  expect(await upsertCampaign(database.db, { ...campaign, bookingLink: changed.bookingLink }, NOW)).toBe(id);
  expect(await getCampaign(database.db, id)).toEqual({ id, version: 3, paused: false, ...changed });
  expect(await listCampaigns(database.db)).toHaveLength(1);
  expect(await getCampaign(database.db, 0)).toBeNull();
  await assignAccount(database.db, id, accountId);
  await assignAccount(database.db, id, accountId);
  expect(await database.db.selectFrom('campaign_account').selectAll().execute()).toEqual([
    { campaign_id: id, account_id: accountId },
  ]);
  expect(await addCampaign(database.db, [accountId])).not.toBe(id);
});

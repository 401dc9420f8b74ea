import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { migrate } from '@fairlead/db/migrate';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { OFFICE_HOURS } from '@fairlead/shared/domain/working-hours';
import { manualClock } from '@fairlead/shared/runtime/clock';
import {
  addAccount,
  addCampaign,
  addDeal,
  addUrlOnlyLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { createTestDatabase } from '@fairlead/testing/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openToWrite } from '../stack/place.ts';
import { writeRunFile } from '../stack/run-file.ts';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { status } from './status.ts';

let database: MigratedDatabase;
let folder: TempFolder;
let out: RecordingOutput;
let running: ChildProcess | null;

beforeAll(async () => {
  database = await openMigratedDatabase('cli_status');
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyTables(database);
  folder = await makeTempFolder();
  out = recordingOutput();
  running = null;
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  if (running) {
    running.kill('SIGKILL');
    await once(running, 'close');
  }
  await folder.remove();
});

/** Pretends that a stack runs from the state folder. */
async function pretendRunning(databaseUrl: string | null, dashboardUrl: string | null): Promise<void> {
  running = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)']);
  await once(running, 'spawn');
  await writeRunFile(folder.path, { pid: running.pid ?? 0, databaseUrl, redisUrl: null, dashboardUrl });
}

test('where nothing was ever set up, it says how to begin', async () => {
  await status(out);
  expect(out.results.join()).toMatch(/Account +missing/);
  expect(out.objects).toMatchObject([
    { running: false, funnel: null, next: './fairlead init (missing: target, campaign, account)' },
  ]);
});

test('what stands in the settings alone is made by the next start', async () => {
  stubSettings({
    FAIRLEAD_STATE_DIR: folder.path,
    FAIRLEAD_ACCOUNT_EMAIL: 'kim.west@tidewater.example',
    FAIRLEAD_ACCOUNT_PASSWORD: 'hush',
    FAIRLEAD_CAMPAIGN_NAME: 'Wind parks',
    FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: 'We predict failures of turbines.',
    FAIRLEAD_CAMPAIGN_OBJECTIVE: 'Operations managers',
  });
  await status(out);
  expect(out.objects).toMatchObject([{ next: './fairlead up' }]);
  expect(out.results.join()).toContain('kim.west@tidewater.example, at the next start');
  expect(JSON.stringify([out.results, out.objects])).not.toContain('hush');
});

test('while everything is still starting, it says so', async () => {
  await pretendRunning(null, null);
  await status(out);
  expect(out.objects).toMatchObject([{ running: true, next: expect.stringContaining('still starting') }]);
});

test('a running stack is looked into through its own database', async () => {
  const accountId = await addAccount(database.db, { handle: 'kim-west' });
  const campaignId = await addCampaign(database.db, [accountId], { name: 'Wind parks' });
  await addUrlOnlyLead(database.db);
  await addDeal(database.db, { campaignId, accountId, state: 'PENDING' });
  await savePlanReport(database.db, {
    at: NOW,
    planned: [{ name: 'enrich', payload: {} }],
    waiting: [
      { campaignId, lane: 'connect', reason: '20 of 20 invitations today', until: NOW },
      { campaignId: campaignId + 1, lane: 'connect', reason: '20 of 20 invitations today', until: null },
    ],
  });
  await pretendRunning(database.url, 'http://127.0.0.1:3200');
  await status(out, manualClock(NOW));
  expect(out.results.join('\n')).toMatchInlineSnapshot(`
    "  runs             http://127.0.0.1:3200
      Target           sandbox: nothing reaches the real site
      Language model   simulated by the sandbox
      Campaign         Wind parks
      Account          operator-1@fairlead.example
      Dashboard login  made at the next start

      people            2 found, 0 judged, 0 fit
      deals             1 invited, 0 connected, 0 completed, 0 failed
      used by kim-west  0 of 20 invitations in 24 hours, 0 of 100 invitations in 7 days, 0 of 30 messages in 24 hours
      last tick         2026-03-02T09:00:00.000Z
      planned then      enrich

      Waiting
        connect: 20 of 20 invitations today (2 campaigns)

      Next: nothing; watch the dashboard"
  `);
  expect(out.objects).toMatchObject([
    {
      running: true,
      dashboardUrl: 'http://127.0.0.1:3200',
      accounts: [{ handle: 'kim-west', health: 'ok', healthReason: null }],
      campaigns: [{ id: campaignId, name: 'Wind parks', paused: false }],
      funnel: { leads: 2, enriched: 1, invited: 1, pending: 1 },
      lastTickAt: NOW,
      planned: ['enrich'],
      waiting: [{ lane: 'connect', reason: '20 of 20 invitations today', until: NOW, campaigns: 2 }],
    },
  ]);
});

test('a process of a deployment, which is not told the password of its account, can be asked', async () => {
  const accountId = await addAccount(database.db, { email: 'kim.west@tidewater.example' });
  await addCampaign(database.db, [accountId], { name: 'Wind parks' });
  stubSettings({
    DATABASE_URL: database.url,
    FAIRLEAD_STATE_DIR: folder.path,
    FAIRLEAD_ACCOUNT_EMAIL: 'kim.west@tidewater.example',
    FAIRLEAD_CAMPAIGN_NAME: 'Wind parks',
  });
  await status(out);
  expect(out.objects).toMatchObject([{ funnel: { completed: 0 }, campaigns: [{ name: 'Wind parks' }] }]);
  expect(out.results.join()).toMatch(/Account +kim.west@tidewater.example\n/);
});

test('a database of its own can be read while nothing runs', async () => {
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: database.url });
  await status(out);
  expect(out.objects).toMatchObject([{ running: false, dashboardUrl: null, lastTickAt: null, planned: [] }]);
  expect(out.results.join()).toMatch(/runs +no/);
});

test('what is blocked is said with its reason and its end', async () => {
  const working = await addAccount(database.db, {
    handle: 'at-work',
    limits: { ...DEFAULT_LIMITS, connectDaily: 0 },
  });
  const resting = await addAccount(database.db, { handle: 'at-rest', workingHours: OFFICE_HOURS });
  const cooling = await addAccount(database.db, { handle: 'too-fast' });
  const stopped = await addAccount(database.db, { handle: 'asked' });
  await addCampaign(database.db, [working, resting], { name: 'Wind parks' });
  await database.db.updateTable('campaign').set({ paused: true }).execute();
  const night = new Date('2026-03-02T23:00:00Z');
  await applyHealthEvent(database.db, working, {
    kind: 'drifted',
    probe: 'profile',
    detail: 'odd pages',
    at: night,
  });
  await applyHealthEvent(database.db, cooling, { kind: 'throttled', detail: '429', at: night });
  await applyHealthEvent(database.db, stopped, { kind: 'checkpoint', detail: 'a puzzle' });
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: database.url });
  await status(out, manualClock(night));
  const [{ blocked }] = out.objects as [{ blocked: string[] }];
  expect(blocked).toEqual([
    expect.stringMatching(/^account at-work: writes are paused: .*odd pages/),
    'account at-work: all 0 invitations in 24 hours are used',
    expect.stringMatching(/^account at-rest: outside its working hours.*until 2026-03-03T09:00:00.000Z/),
    expect.stringMatching(/^account too-fast: cooling down: .*429.*until 2026-03-03T01:00:00.000Z/),
    expect.stringMatching(/^account asked: stopped\. .*a puzzle/),
    'campaign Wind parks: paused',
  ]);
  expect(out.results.join()).toContain(blocked[3]);
});

test('the next thing to do is always named', async () => {
  const nextThing = async (): Promise<string | undefined> => {
    await status(out, manualClock(NOW));
    return /Next: (.*)/.exec(out.results.at(-1) ?? '')?.[1];
  };
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: database.url, FAIRLEAD_TARGET: 'sandbox' });
  expect(await nextThing()).toBe('./fairlead init (missing: campaign, account)');
  const accountId = await addAccount(database.db, { handle: 'kim-west' });
  expect(await nextThing()).toBe('./fairlead init (missing: campaign)');
  await addCampaign(database.db, [accountId]);
  expect(await nextThing()).toBe('./fairlead up');
  await savePlanReport(database.db, { at: NOW, planned: [], waiting: [] });
  expect(await nextThing()).toBe('nothing; watch the dashboard');
  await pretendRunning(database.url, 'http://127.0.0.1:3200');
  expect(await nextThing()).toBe('nothing; watch the dashboard');
  await database.db.updateTable('campaign').set({ paused: true }).execute();
  expect(await nextThing()).toBe('resume a campaign on the dashboard');
  await applyHealthEvent(database.db, accountId, { kind: 'checkpoint', detail: 'a puzzle' });
  expect(await nextThing()).toBe('settle what stopped kim-west, then press Resume in the dashboard');
});

test('a database that cannot be reached is reported without its password', async () => {
  stubSettings({
    FAIRLEAD_STATE_DIR: folder.path,
    DATABASE_URL: 'postgres://fairlead:hush@127.0.0.1:1/fairlead',
  });
  const failure = await status(out).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: 'Misconfigured',
    message: expect.stringMatching(/^Postgres cannot be reached: .*ECONNREFUSED/),
    remedy: expect.stringContaining('DATABASE_URL'),
  });
  expect(String(failure)).not.toContain('hush');
});

test('an empty database is not an accident', async () => {
  const empty = await createTestDatabase('cli_status_empty');
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: empty.url });
  await status(out);
  expect(out.objects).toMatchObject([{ next: './fairlead init (missing: target, campaign, account)' }]);
  await empty.drop();
});

test('the embedded database is read while nothing runs, and nothing is left running', async () => {
  const place = await openToWrite({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: undefined }, out);
  await migrate(place.db);
  await addCampaign(place.db, [await addAccount(place.db, { email: 'kim.west@tidewater.example' })], {
    name: 'Ports',
  });
  await place.close();
  await status(out);
  expect(out.objects).toMatchObject([
    { running: false, campaigns: [{ name: 'Ports' }], next: './fairlead up' },
  ]);
  const again = await openToWrite({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: undefined }, out);
  await again.close();
}, 60_000);

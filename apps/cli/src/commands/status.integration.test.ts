import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
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

test('where nothing runs and no database is named, it says how to start', async () => {
  await expect(status(out)).rejects.toMatchObject({
    message: 'Nothing runs here, and the embedded database can only be read while it does.',
    remedy: 'Start it with ./fairlead up (or ./fairlead demo), or set DATABASE_URL.',
  });
});

test('while everything is still starting, it says so', async () => {
  await pretendRunning(null, null);
  await expect(status(out)).rejects.toMatchObject({ message: 'It is still starting.' });
});

test('a running stack is looked into through its own database', async () => {
  const accountId = await addAccount(database.db, { handle: 'kim-west' });
  const campaignId = await addCampaign(database.db, [accountId], { name: 'Wind parks' });
  await addUrlOnlyLead(database.db);
  await addDeal(database.db, { campaignId, accountId, state: 'PENDING' });
  await savePlanReport(database.db, {
    at: NOW,
    planned: [{ name: 'enrich', payload: {} }],
    waiting: [{ campaignId, lane: 'connect', reason: '20 of 20 invitations today', until: NOW }],
  });
  await pretendRunning(database.url, 'http://127.0.0.1:3200');
  await status(out);
  expect(out.results.join('\n')).toMatchInlineSnapshot(`
    "  runs                 http://127.0.0.1:3200
      account kim-west     ok
      campaign Wind parks  active
      people               2 found, 0 judged, 0 fit
      deals                1 invited, 0 connected, 0 completed, 0 failed
      last tick            2026-03-02T09:00:00.000Z
      planned then         enrich
      connect waits: 20 of 20 invitations today

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
      waiting: [{ lane: 'connect', reason: '20 of 20 invitations today', until: NOW }],
    },
  ]);
});

test('a database of its own can be read while nothing runs', async () => {
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: database.url });
  await status(out);
  expect(out.objects).toMatchObject([{ running: false, dashboardUrl: null, lastTickAt: null, planned: [] }]);
  expect(out.results.join()).toMatch(/runs +no/);
});

test('the next thing to do is always named', async () => {
  const nextThing = async (): Promise<string | undefined> => {
    await status(out);
    return /Next: (.*)/.exec(out.results.at(-1) ?? '')?.[1];
  };
  stubSettings({ FAIRLEAD_STATE_DIR: folder.path, DATABASE_URL: database.url });
  expect(await nextThing()).toBe(
    'set FAIRLEAD_ACCOUNT_EMAIL and FAIRLEAD_ACCOUNT_PASSWORD, then ./fairlead up',
  );
  const accountId = await addAccount(database.db, { handle: 'kim-west' });
  expect(await nextThing()).toBe('describe a campaign (FAIRLEAD_CAMPAIGN_…), then ./fairlead up');
  await addCampaign(database.db, [accountId]);
  expect(await nextThing()).toBe('./fairlead up');
  await pretendRunning(database.url, 'http://127.0.0.1:3200');
  expect(await nextThing()).toBe('nothing; watch the dashboard');
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
  await expect(status(out)).rejects.toMatchObject({
    message: 'The database holds nothing of Fairlead yet.',
    remedy: 'Start it once: ./fairlead up',
  });
  await empty.drop();
});

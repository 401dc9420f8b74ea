import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { MIGRATIONS } from '@fairlead/db/migrations/index';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { doctor } from './doctor.ts';

// Nothing listens there.
const UNREACHABLE = '127.0.0.1:1';

let database: TestDatabase;
let folder: TempFolder;
let out: RecordingOutput;

beforeAll(async () => {
  database = await createTestDatabase('cli_doctor');
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await makeTempFolder();
  out = recordingOutput();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

const stateDir = (): string => join(folder.path, 'state');

/** The finding of one check. */
function finding(check: string): unknown {
  const [report] = out.objects as [{ findings: { check: string }[] }];
  return report.findings.find((each) => each.check === check);
}

/** Says it is a browser, and shows the page it was asked for. */
const A_BROWSER = 'case "$*" in *--version*) echo "Chromium 999.0";; *) echo "<html></html>";; esac';

test('everything is in order against real servers', async () => {
  const redis = createTestRedis('doctor');
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    FAIRLEAD_DASHBOARD_PORT: '0',
    CHROMIUM_PATH: await writeProgram(folder.path, 'chromium', A_BROWSER),
  });
  await doctor(out);
  expect(out.objects).toMatchObject([{ ok: true }]);
  expect(finding('Redis')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/version \d+\.\d+.*, noeviction$/),
  });
  expect(finding('Postgres')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/version \d+, pgvector; empty yet$/),
  });
  expect(finding('browser')).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('Chromium 999.0'),
  });
  expect(finding('language model')).toEqual({
    check: 'language model',
    state: 'ok',
    detail: 'simulated by the sandbox',
    remedy: null,
  });
  expect(finding('embedding model')).toMatchObject({ detail: expect.stringMatching(/^hashing/) });
  expect((await stat(stateDir())).mode & 0o777).toBe(0o700);
  expect(out.results.join()).not.toContain('FAIL');
});

test('the real browser starts', async () => {
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    FAIRLEAD_DASHBOARD_PORT: '0',
    CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? '',
  });
  await doctor(out);
  expect(finding('browser')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/(Chromium|Chrome) .*\d+\.\d+/),
  });
}, 90_000);

test('a bare machine is in order too: what is missing is brought by up', async () => {
  stubSettings({ FAIRLEAD_STATE_DIR: stateDir(), FAIRLEAD_DASHBOARD_PORT: '0' });
  vi.stubEnv('PATH', join(folder.path, 'bin'));
  vi.stubEnv('HOME', folder.path);
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder.path);
  await doctor(out);
  for (const check of ['Redis', 'browser'])
    expect(finding(check)).toMatchObject({
      state: 'warn',
      remedy: expect.stringContaining('./fairlead up installs'),
    });
  expect(finding('Postgres')).toMatchObject({ state: 'ok', detail: expect.stringContaining('embedded') });
  expect(finding('secret key')).toMatchObject({ state: 'ok', detail: 'made at the first start' });
  expect(out.objects).toMatchObject([{ ok: true }]);
});

test('every fault is found in one go, each with its remedy, and no secret is shown', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await mkdir(stateDir(), { mode: 0o755 });
  await writeFile(join(stateDir(), 'secret.key'), 'hush', { mode: 0o644 });
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    DATABASE_URL: `postgres://fairlead:hush@${UNREACHABLE}/fairlead`,
    REDIS_URL: `redis://:hush@${UNREACHABLE}`,
    CHROMIUM_PATH: await writeProgram(folder.path, 'chromium', 'echo libnss3.so is missing >&2; exit 127'),
    FAIRLEAD_TARGET: 'linkedin',
    FAIRLEAD_LLM_API_KEY: 'sk-hush',
    FAIRLEAD_LLM_BASE_URL: `http://${UNREACHABLE}/v1`,
    FAIRLEAD_EMBEDDING_MODEL_DIR: join(folder.path, 'nowhere'),
    FAIRLEAD_DASHBOARD_PORT: `${port}`,
    FAIRLEAD_REMOTE_VIEW_URL: `http://${UNREACHABLE}/`,
  });
  await expect(doctor(out)).rejects.toMatchObject({ message: '8 of 14 checks failed.' });
  taken.close();
  expect(out.objects).toMatchObject([{ ok: false }]);
  for (const [check, remedy] of [
    ['secret key', 'chmod 600'],
    ['Redis', 'REDIS_URL'],
    ['Postgres', 'DATABASE_URL'],
    ['browser', 'CHROMIUM_PATH'],
    ['language model', 'FAIRLEAD_LLM_BASE_URL'],
    ['embedding model', 'FAIRLEAD_EMBEDDING_MODEL_DIR'],
    ['dashboard port', 'FAIRLEAD_DASHBOARD_PORT'],
    ['target', 'README.md'],
  ] as const)
    expect(finding(check)).toMatchObject({ state: 'fail', remedy: expect.stringContaining(remedy) });
  expect(finding('browser')).toMatchObject({ detail: expect.stringContaining('libnss3.so') });
  expect(finding('dashboard port')).toMatchObject({ detail: expect.stringContaining('EADDRINUSE') });
  for (const check of ['state folder', 'remote view'])
    expect(finding(check)).toMatchObject({ state: 'warn' });
  expect(JSON.stringify([out.results, out.objects])).not.toContain('hush');
});

test('the real site needs a key', async () => {
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    FAIRLEAD_TARGET: 'linkedin',
    FAIRLEAD_RISK_ACCEPTED: 'yes',
    FAIRLEAD_EMBEDDER: 'hashing',
    FAIRLEAD_DASHBOARD_PORT: '0',
    CHROMIUM_PATH: await writeProgram(folder.path, 'chromium', A_BROWSER),
  });
  await expect(doctor(out)).rejects.toThrow('1 of 14 checks failed');
  expect(finding('language model')).toMatchObject({ remedy: expect.stringContaining('./fairlead init') });
});

test('a schema that is older than this version is said', async () => {
  const older = await createTestDatabase('cli_doctor_older');
  const db = await connectDatabase(older.url, { max: 1 });
  await migrate(db, { migrations: Object.fromEntries(Object.entries(MIGRATIONS).slice(0, -1)) });
  await db.destroy();
  stubSettings({ FAIRLEAD_STATE_DIR: stateDir(), DATABASE_URL: older.url, FAIRLEAD_DASHBOARD_PORT: '0' });
  await doctor(out).catch(() => {});
  expect(finding('Postgres')).toMatchObject({
    state: 'warn',
    remedy: expect.stringContaining('./fairlead up'),
  });
  await older.drop();
});

test('a state folder that cannot be had is a fault', async () => {
  await writeFile(join(folder.path, 'file'), '');
  stubSettings({ FAIRLEAD_STATE_DIR: join(folder.path, 'file') });
  await expect(doctor(out)).rejects.toThrow('checks failed');
  expect(finding('state folder')).toMatchObject({ state: 'fail', detail: expect.stringContaining('EEXIST') });
});

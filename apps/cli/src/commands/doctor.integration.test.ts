import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

test('everything is in order against real servers', async () => {
  const redis = createTestRedis('doctor');
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    CHROMIUM_PATH: await writeProgram(folder.path, 'chromium'),
  });
  await doctor(out);
  expect(out.objects).toMatchObject([{ ok: true }]);
  expect(finding('Redis')).toMatchObject({ state: 'ok', detail: redis.url });
  expect(finding('Postgres')).toMatchObject({ state: 'ok' });
  expect(finding('language model')).toEqual({
    check: 'language model',
    state: 'ok',
    detail: 'simulated by the sandbox',
  });
  expect((await stat(stateDir())).mode & 0o777).toBe(0o700);
  expect(out.results.join()).not.toContain('FAIL');
});

test('a bare machine is in order too: what is missing is brought by up', async () => {
  stubSettings({ FAIRLEAD_STATE_DIR: stateDir(), FAIRLEAD_EMBEDDER: 'hashing' });
  vi.stubEnv('PATH', join(folder.path, 'bin'));
  vi.stubEnv('HOME', folder.path);
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder.path);
  await doctor(out);
  expect(finding('Redis')).toMatchObject({
    state: 'warn',
    detail: 'none on PATH; ./fairlead up installs it',
  });
  expect(finding('Postgres')).toMatchObject({ state: 'ok', detail: 'embedded' });
  expect(out.objects).toMatchObject([{ ok: true }]);
});

test('every fault is found in one go, each with its remedy, and no password is shown', async () => {
  stubSettings({
    FAIRLEAD_STATE_DIR: stateDir(),
    DATABASE_URL: `postgres://fairlead:hush@${UNREACHABLE}/fairlead`,
    REDIS_URL: `redis://:hush@${UNREACHABLE}`,
    CHROMIUM_PATH: join(folder.path, 'nowhere'),
    FAIRLEAD_TARGET: 'linkedin',
  });
  await expect(doctor(out)).rejects.toMatchObject({ message: '5 of 9 checks failed.' });
  expect(out.objects).toMatchObject([{ ok: false }]);
  for (const [check, remedy] of [
    ['Redis', 'REDIS_URL'],
    ['Postgres', 'DATABASE_URL'],
    ['browser', 'CHROMIUM_PATH'],
    ['language model', 'FAIRLEAD_LLM_API_KEY'],
    ['target', 'README.md'],
  ] as const) {
    expect(finding(check)).toMatchObject({ state: 'fail', detail: expect.stringMatching(/Remedy: /) });
    expect(JSON.stringify(finding(check))).toContain(remedy);
  }
  expect(JSON.stringify([out.results, out.objects])).not.toContain('hush');
});

test('a state folder that cannot be had is a fault', async () => {
  await writeFile(join(folder.path, 'file'), '');
  stubSettings({ FAIRLEAD_STATE_DIR: join(folder.path, 'file') });
  await expect(doctor(out)).rejects.toThrow('checks failed');
  expect(finding('state folder')).toMatchObject({ state: 'fail', detail: expect.stringContaining('EEXIST') });
});

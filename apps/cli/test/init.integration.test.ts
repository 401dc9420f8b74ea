import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { expectNothingRuns } from './processes.ts';
import { QUICK, startCli, stateDirOf } from './run-cli.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.remove());

const lastObject = (stdout: string): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

test('without a terminal it lists all that is missing, and starts nothing', async () => {
  const { code, stderr, stdout } = await startCli(folder.path, ['init']).ended;
  expect(code).toBe(78);
  expect(stdout).toBe('');
  for (const flag of [
    '--campaign-name',
    '--campaign-product-docs',
    '--campaign-objective',
    '--account-email',
  ])
    expect(stderr).toContain(flag);
  expect(stderr.match(/Remedy: /g)).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));
});

test('what it stored is all that up needs, and up leaves it as it is', async () => {
  const settingsFile = join(folder.path, '.env');
  const passwordFile = join(folder.path, 'password');
  await writeFile(passwordFile, 'sandbox\n');
  const answers = [
    ...['--campaign-name', 'Wind parks', '--campaign-product-docs', 'We predict failures of turbines.'],
    ...['--campaign-objective', 'Operations managers', '--account-email', 'kim.west@tidewater.example'],
    ...['--account-password-file', passwordFile, '--connect-daily', '7', '--target', 'sandbox'],
  ];
  const args = ['init', '--yes', '--json', '--settings-file', settingsFile, ...answers];
  const done = await startCli(folder.path, args).ended;
  expect(done.stderr).toContain('Login: owner / ');
  expect(done.code).toBe(0);
  expect(lastObject(done.stdout)).toMatchObject({ ok: true, next: './fairlead doctor, then ./fairlead up' });
  expect(parseEnv(await readFile(settingsFile, 'utf8'))).toEqual({ FAIRLEAD_TARGET: 'sandbox' });
  expect((await stat(settingsFile)).mode & 0o777).toBe(0o600);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));

  const up = startCli(folder.path, ['up'], { ...QUICK, FAIRLEAD_DASHBOARD_PORT: '0' });
  try {
    await up.says(/Stop with Ctrl-C/, 240_000);
    const status = await startCli(folder.path, ['status', '--json'], {}).ended;
    expect(lastObject(status.stdout)).toMatchObject({
      running: true,
      accounts: [{ handle: 'kim-west', limits: { connectDaily: 7 } }],
      campaigns: [{ name: 'Wind parks' }],
    });
  } finally {
    up.kill('SIGINT');
    await up.ended;
  }
  expect((await up.ended).code).toBe(0);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));
}, 600_000);

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { expectNothingRuns, processesOf } from './processes.ts';
import { type CliRun, POSTGRES_PROGRAM, QUICK, SANDBOX_OPERATOR, startCli, stateDirOf } from './run-cli.ts';

let folder: TempFolder;
let runs: CliRun[];

beforeEach(async () => {
  folder = await makeTempFolder();
  runs = [];
});
afterEach(async () => {
  for (const run of runs) {
    run.kill('SIGTERM');
    await run.ended;
  }
  await folder.remove();
});

function startUp(): CliRun {
  const run = startCli(folder.path, ['up'], { ...SANDBOX_OPERATOR, ...QUICK });
  runs.push(run);
  return run;
}

async function readStatus(): Promise<{ code: number | null; lastLine: string }> {
  const { code, stdout } = await startCli(folder.path, ['status', '--json'], {}).ended;
  return { code, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

test('it runs until it is interrupted, survives a crash of its database, and leaves nothing running', async () => {
  const run = startUp();
  await run.says(/Stop with Ctrl-C/, 240_000);
  expect(run.stdout()).toMatch(/Fairlead runs\. Dashboard: http:\/\/127\.0\.0\.1:\d+ /);
  expect(run.stdout()).toMatch(/Login: owner \/ [\w-]{12}\n/);
  expect((await stat(join(stateDirOf(folder.path), 'secret.key'))).mode & 0o777).toBe(0o600);

  const { code, lastLine } = await readStatus();
  expect(code).toBe(0);
  expect(JSON.parse(lastLine)).toMatchObject({
    running: true,
    accounts: [{ handle: 'kim-west' }],
    campaigns: [{ name: 'Wind parks', paused: false }],
  });

  const second = await startCli(folder.path, ['up'], SANDBOX_OPERATOR).ended;
  expect(second.code).toBe(78);
  expect(second.stderr).toMatch(/Fairlead already runs from .* \(process \d+, http:/);

  const postgres = (await processesOf(folder.path)).find(({ command }) => command.includes(POSTGRES_PROGRAM));
  process.kill(postgres?.pid ?? 0, 'SIGKILL');
  await run.says(/postgres ended unexpectedly \(code null\); starting it again/, 60_000);
  await expect.poll(async () => (await readStatus()).code, { timeout: 120_000 }).toBe(0);

  run.kill('SIGINT');
  expect((await run.ended).code).toBe(0);
  expect(run.stderr()).not.toMatch(/^\s+at /m);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));
}, 600_000);

test('it can be interrupted while everything is still starting', async () => {
  const run = startUp();
  await run.says(/Starting the embedded Postgres/, 90_000);
  run.kill('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/^\s+at /m);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));
}, 180_000);

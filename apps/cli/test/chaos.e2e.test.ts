import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { expectNothingRuns } from './processes.ts';
import { type CliRun, startCli, stateDirOf } from './run-cli.ts';

let folder: TempFolder;
let run: CliRun | null;

beforeEach(async () => {
  folder = await makeTempFolder();
  run = null;
});
afterEach(async () => {
  run?.kill('SIGTERM');
  await run?.ended;
  await folder.remove();
});

test('killed, paused and wiped 25 times, the system sends nothing twice, loses nobody and keeps every limit', async () => {
  run = startCli(folder.path, ['chaos', '--kills', '25', '--seed', '2', '--json']);
  const { code, stdout, stderr } = await run.ended;
  expect(stderr).toMatch(/25\/25: /);
  const report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  const clean = { duplicates: 0, lost: 0, overLimit: 0, stuck: 0, illegal: 0 };
  expect(report, stderr).toEqual({
    kills: 25,
    actions: expect.any(Number),
    ...clean,
    durationSec: expect.any(Number),
  });
  expect(report.actions).toBeGreaterThan(4);
  expect(code).toBe(0);
  await expectNothingRuns(folder.path, join(stateDirOf(folder.path), 'chaos'));
}, 900_000);

import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { stubSettings } from '../../testing/stub-settings.ts';
import { makeTempFolder, type TempFolder } from '../../testing/temp-folder.ts';
import { runBench } from './frame.ts';
import { measurePlan, type PlanBenchResult } from './plan.ts';

let folder: TempFolder;
beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

/** Tables that grow with every finished lead. In a world this small the server reads smaller ones sooner than it looks things up. */
const GROWING = ['action', 'deal', 'embedding', 'lead', 'verdict'];

test('a small world is measured with a tenth and with all of its finished leads, and the plans are kept', {
  timeout: 300_000,
}, async () => {
  stubSettings({});
  vi.stubEnv('TEST_DATABASE_URL', inject('postgresUrl'));
  const out = recordingOutput();
  const options = { accounts: 5, campaigns: 100, leads: 12_000, runs: 3 };
  await runBench(out, (frame) => measurePlan(options, frame, folder.path), new Promise(() => {}));
  const [result] = out.objects as PlanBenchResult[];
  expect(result).toEqual({
    accounts: 5,
    campaigns: 100,
    leads: 12_000,
    medianMs: expect.any(Number),
    p99Ms: expect.any(Number),
    medianMsAtTenth: expect.any(Number),
    p99MsAtTenth: expect.any(Number),
    ownCpuMs: expect.any(Number),
    postgres: expect.stringContaining('the server of TEST_DATABASE_URL'),
    scanned: expect.any(Array),
    explain: expect.stringContaining(folder.path),
  });
  expect(result?.medianMs).toBeGreaterThan(0);
  expect(result?.p99Ms).toBeGreaterThanOrEqual(result?.medianMs ?? 0);
  expect(GROWING.filter((name) => result?.scanned.includes(name))).toEqual([]);
  const plans = await readFile(result?.explain ?? '', 'utf8');
  expect(plans.match(/^-- select/gm)?.length).toBeGreaterThan(10);
  expect(plans).toContain('Execution Time');
  expect(out.said.filter((line) => line.startsWith('warn'))).toEqual([]);
});

import { afterEach, expect, inject, test, vi } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { stubSettings } from '../../testing/stub-settings.ts';
import { runBench } from './frame.ts';
import { measurePages, type PagesBenchResult } from './pages.ts';

afterEach(() => vi.unstubAllEnvs());

test('every page of a small world is asked for, signed in, and shows what it should', {
  timeout: 300_000,
}, async () => {
  stubSettings({});
  vi.stubEnv('TEST_DATABASE_URL', inject('postgresUrl'));
  const out = recordingOutput();
  const options = { accounts: 3, campaigns: 20, leads: 9_000, vivid: 300, runs: 1 };
  await runBench(out, (frame) => measurePages(options, frame), new Promise(() => {}));
  const [result] = out.objects as PagesBenchResult[];
  expect(result?.leads).toBe(9_000);
  const names = Object.keys(result?.pages ?? {});
  for (const page of [
    '/',
    '/leads',
    '/leads (next)',
    '/leads?q=zymurgy',
    '/leads/:id',
    '/deals',
    '/inbox/:id',
  ])
    expect(names).toContain(page);
  expect(result?.worstMedianMs).toBeGreaterThan(0);
});

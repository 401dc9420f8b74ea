import { manualClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ScriptedSite, startScriptedSite } from '../testing/scripted-site.ts';
import { createPlaywrightDriver } from './driver.ts';
import type { DriverOptions } from './options.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Tells the site what its scripts can see of the browser. */
const SELF_REPORT = `<!doctype html><body><main></main><script>
fetch('/report?'+new URLSearchParams({webdriver:navigator.webdriver,language:navigator.language,userAgent:navigator.userAgent,timezone:Intl.DateTimeFormat().resolvedOptions().timeZone}))
</script></body>`;

let site: ScriptedSite;

beforeAll(async () => {
  site = await startScriptedSite();
});

afterAll(() => site.close());

function options(): DriverOptions {
  return {
    baseUrl: site.url,
    sessionState: null,
    timezone: 'Europe/Lisbon',
    pacing: { scale: 0 },
    clock: manualClock(new Date('2026-10-05T09:00:00Z')),
    random: seededRandom(1),
    timeoutMs: 5000,
  };
}

it('shows itself to a page as an ordinary browser in the account’s place', async () => {
  site.script = { pages: { '/feed/': SELF_REPORT } };
  const driver = await createPlaywrightDriver({ executablePath, headless: true, ...options() });
  try {
    expect(await driver.isLoggedIn()).toBe(true);
    await vi.waitFor(() => expect(site.requests.some(({ path }) => path.startsWith('/report'))).toBe(true));
  } finally {
    await driver.close();
  }
  const report = site.requests.find(({ path }) => path.startsWith('/report'));
  const seen = Object.fromEntries(new URL(report?.path ?? '', site.url).searchParams);
  expect(seen).toMatchObject({ webdriver: 'false', language: 'en-US', timezone: 'Europe/Lisbon' });
  expect(seen.userAgent).toMatch(/ Chrome\/\d+/);
  expect(seen.userAgent).not.toContain('Headless');
  expect(new Set(site.requests.map(({ userAgent }) => userAgent))).toEqual(new Set([seen.userAgent]));
});

it('ends the browser when a driver cannot be made', async () => {
  const broken = { ...options(), sessionState: { cookies: 'none' } };
  await expect(createPlaywrightDriver({ executablePath, headless: true, ...broken })).rejects.toThrow();
});

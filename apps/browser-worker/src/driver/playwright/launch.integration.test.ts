import { manualClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { NOW } from '@fairlead/testing/builders';
import { expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

test('a browser that died is replaced when the next driver is asked for', { timeout: 60_000 }, async () => {
  const browser = await launchBrowser({ executablePath, headless: true });
  const options = { baseUrl: 'http://127.0.0.1:9', sessionState: null, random: seededRandom('launch') };
  const open = () => browser.newDriver({ ...options, clock: manualClock(NOW) });
  const first = await open();
  expect(first.isGone()).toBe(false);
  await browser.close();
  expect(first.isGone()).toBe(true);

  const second = await open();
  expect(second.isGone()).toBe(false);
  expect(() => browser.assertStarts()).not.toThrow();
  await browser.close();
});

test('a browser that cannot be started again says so', { timeout: 60_000 }, async () => {
  const options = { executablePath, headless: true };
  const browser = await launchBrowser(options);
  await browser.close();
  options.executablePath = '/nonexistent/chromium';
  const driver = { baseUrl: 'http://127.0.0.1:9', sessionState: null, random: seededRandom('launch') };
  await expect(browser.newDriver({ ...driver, clock: manualClock(NOW) })).rejects.toThrow();
  expect(() => browser.assertStarts()).toThrow('the browser does not start');
});

import { CLICK_WITHIN_MS } from '@fairlead/shared/domain/action';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clickGuarded } from './click-guard.ts';
import { visibleText } from './locate.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const START = new Date('2026-03-02T09:00:00Z');

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  page = await browser.newPage();
  // The page's clocks stand still until a test moves them.
  await page.clock.install({ time: START });
  await page.clock.pauseAt(new Date(START.getTime() + 60_000));
  await page.setContent(
    '<form><button>Send</button></form><output></output><script>const out = document.querySelector("output");' +
      'document.querySelector("form").addEventListener("submit", (e) => { e.preventDefault(); out.textContent += "sent "; });' +
      'document.querySelector("button").addEventListener("pointerdown", () => { out.textContent += "pressed "; });</script>',
  );
});

const click = (beforeClick: () => Promise<void>): Promise<void> =>
  clickGuarded(page.locator('button'), beforeClick, 5_000);
const effects = async (): Promise<string> => (await visibleText(page.locator('output'))).trim();

test('clicks once when it is allowed', async () => {
  let asked = 0;
  await click(async () => {
    asked += 1;
    expect(await effects()).toBe('');
  });
  expect(asked).toBe(1);
  expect(await effects()).toBe('pressed sent');
});

test('clicks nothing when it is not allowed, and says why', async () => {
  await expect(click(() => Promise.reject(new Stale('taken over')))).rejects.toThrow('taken over');
  expect(await effects()).toBe('');
});

test('a click that comes just in time is made', async () => {
  await click(() => page.clock.runFor(CLICK_WITHIN_MS - 100));
  expect(await effects()).toBe('pressed sent');
});

test('a worker that was paused between the permission and the click does nothing when it wakes up', async () => {
  await expect(click(() => page.clock.runFor(CLICK_WITHIN_MS + 100))).rejects.toThrow('too late');
  expect(await effects()).toBe('');
});

test('a click swallowed once does not hinder the next one', async () => {
  await click(() => page.clock.runFor(CLICK_WITHIN_MS + 100)).catch(() => {});
  await click(() => Promise.resolve());
  expect(await effects()).toBe('pressed sent');
});

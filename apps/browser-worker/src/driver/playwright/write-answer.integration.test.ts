import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { visibleText } from './locate.ts';
import { pollForOutcome, watchAnswer } from './write-answer.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ORIGIN = 'http://network.example';
const PAGE =
  '<button>Send</button><output></output><script>document.querySelector("button").onclick = async () => {' +
  'const { status } = await fetch("/api?action=createMessage", { method: "POST" });' +
  'document.querySelector("output").textContent = "answered " + status; };</script>';

let browser: Browser;
let page: Page;
let answer: (status: number) => void;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  answer = resolve;
  page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ contentType: 'text/html', body: PAGE });
    await route.fulfill({ status: await promise, json: { data: { code: 'MESSAGE_REFUSED' } } });
  });
  await page.goto(ORIGIN);
});

const shown = async (): Promise<string | null> => (await visibleText(page.locator('output'))).trim() || null;

/** Clicks and waits until the request has left. */
async function send(): Promise<void> {
  await Promise.all([page.waitForRequest(/createMessage/), page.locator('button').click()]);
}

test('an answer that comes after the time for it is waited for, because its request has left', async () => {
  const watch = watchAnswer(page, /action=createMessage/);
  await send();
  expect(watch.isPending()).toBe(true);
  const outcome = await pollForOutcome(page, watch, 0, async () => {
    const text = await shown();
    answer(403);
    return text;
  });
  expect(outcome).toBe('answered 403');
  expect(watch.isPending()).toBe(false);
  expect(await watch.stop()).toEqual({ status: 403, code: 'MESSAGE_REFUSED', isChallenge: false });
});

test('where nothing has left, nothing is waited for', async () => {
  const watch = watchAnswer(page, /action=createMessage/);
  expect(await pollForOutcome(page, watch, 0, shown)).toBeNull();
  expect(await watch.stop()).toBeNull();
});

test('a request that fails is not waited for any longer', async () => {
  const watch = watchAnswer(page, /action=createMessage/);
  await send();
  const outcome = await pollForOutcome(page, watch, 0, async () => {
    await page.goto('about:blank');
    return null;
  });
  expect(outcome).toBeNull();
  expect(watch.isPending()).toBe(false);
  answer(200);
});

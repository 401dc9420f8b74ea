import { expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

test('a browser knows when its process is gone', { timeout: 60_000 }, async () => {
  const browser = await launchBrowser({ executablePath, headless: true });
  expect(() => browser.assertConnected()).not.toThrow();
  await browser.close();
  expect(() => browser.assertConnected()).toThrow('the browser is gone');
});

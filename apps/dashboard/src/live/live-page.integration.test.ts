import { pauseCampaign } from '@fairlead/db/views/campaign-control';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, PASSWORD, seedDatabase } from '../../test/seed.ts';

let dashboard: TestDashboard;
let browser: Browser;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard live page');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  await dashboard.stop();
});

test('the overview follows what happens, and no page breaks its own security policy', async () => {
  const { campaignId } = await seedDatabase(dashboard.db, 12, NOW);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  for (const path of ['/leads', '/deals', '/campaigns', '/activity', '/']) {
    await page.goto(new URL(path, dashboard.url).href);
    if (!page.url().includes('/login')) continue;
    await page.getByLabel('Name').fill('owner');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname === path);
  }
  await page.getByText('Live', { exact: true }).waitFor();
  await dashboard.db
    .transaction()
    .execute((trx) => pauseCampaign(trx, campaignId, true, 'somebody else', NOW));
  await page.locator('.events .event-title', { hasText: 'Campaign paused' }).first().waitFor();
  await page.getByRole('button', { name: 'Resume the campaign Wind parks' }).waitFor();
  expect(complaints).toEqual([]);
});

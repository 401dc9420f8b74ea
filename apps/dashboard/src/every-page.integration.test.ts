import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW, startTestDashboard, type TestDashboard } from '../test/harness.ts';
import { LOOKS, openLook, signIn, visit } from '../test/looks.ts';
import { addUser, type Seeded, seedDatabase } from '../test/seed.ts';
import { OWNER } from '../test/seeded-dashboard.ts';
import { type ShownPage, shownPages } from '../test/shown-pages.ts';

/** WCAG 2.2 at level AA, as far as a program can tell. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let dashboard: TestDashboard;
let seeded: Seeded;
let browser: Browser;
beforeAll(async () => {
  dashboard = await startTestDashboard('every page');
  await addUser(dashboard.db, OWNER, 'owner', NOW);
  seeded = await seedDatabase(dashboard.db, 120, NOW);
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
});
afterAll(async () => {
  await browser.close();
  await dashboard.stop();
});

describe.each(LOOKS)('on a $size, $scheme', (look) => {
  let user: BrowserContext;
  let guest: BrowserContext;
  beforeAll(async () => {
    [user, guest] = [await openLook(browser, look), await openLook(browser, look)];
    await signIn(await user.newPage(), dashboard.url, OWNER);
  });
  afterAll(() => Promise.all([user.close(), guest.close()]));

  // Ids exist only once the database is filled: the names of the pages do not depend on them.
  const nobody: Seeded = { campaignId: 0, accountId: 0, stoppedAccountId: 0, leadId: 0 };
  test.each(shownPages(nobody).map(({ name }) => name))('%s is for everybody', async (name) => {
    const shown = shownPages(seeded).find((page) => page.name === name) as ShownPage;
    const page = await (shown.guest ? guest : user).newPage();
    const complaints = listenForComplaints(page);
    await visit(page, dashboard.url, shown.path);
    // Bull Board's own pages are not ours to mend; it asks for fonts from elsewhere, which our headers refuse.
    if (!shown.foreign) {
      expect(await seriousViolations(page)).toEqual([]);
      expect(await overflow(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
    await page.close();
  });
});

/** Scripts that fail, and whatever the page's own security policy forbids. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The page of an error is answered with its status, and the browser says so.
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      complaints.push(message.text());
  });
  return complaints;
}

async function seriousViolations(page: Page): Promise<string[]> {
  // The pages have no frames, for which alone the results would be put together on a second page.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await axe.options({ runOnly: RULES, resultTypes: ['violations'] }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html}`));
}

/** What lies beyond the right edge of the page, and would make it scroll sideways. */
function overflow(page: Page): Promise<string[]> {
  return page.locator('html').evaluate((html) => {
    if (html.scrollWidth <= html.clientWidth) return [];
    const wide = [...html.querySelectorAll('main *')].filter(
      (node) => node.getBoundingClientRect().right > html.clientWidth,
    );
    return wide.map((node) => node.outerHTML.slice(0, 120));
  });
}

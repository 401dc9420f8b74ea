// Saves every page of a running dashboard as pictures, wide and narrow:
//   node apps/dashboard/scripts/screenshots.ts --url URL --user NAME --password PASSWORD --out FOLDER [--scheme dark]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';

const Options = z.object({
  url: z.url(),
  user: z.string().min(1),
  password: z.string().min(1),
  out: z.string().min(1),
  scheme: z.enum(['light', 'dark']).default('light'),
});

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

const PAGES = [
  ['overview', '/'],
  ['leads', '/leads'],
  ['leads-filtered', '/leads?state=promoted&q=manager&sort=name'],
  ['inbox', '/inbox'],
  ['conversation', '/inbox/1'],
  ['deals', '/deals'],
  ['deals-of-state', '/deals?state=PENDING'],
  ['campaigns', '/campaigns'],
  ['model', '/campaigns/1/model'],
  ['accounts', '/accounts'],
  ['activity', '/activity'],
  ['queues', '/queues'],
  ['not-found', '/nowhere'],
] as const;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    out: { type: 'string' },
    scheme: { type: 'string' },
  },
});
const options = Options.parse(values);
await mkdir(options.out, { recursive: true });
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  for (const size of ['desktop', 'phone'] as const) await takeAll(browser, size);
} finally {
  await browser.close();
}

async function takeAll(browser: Browser, size: keyof typeof SIZES): Promise<void> {
  const context = await openContext(browser, size);
  const page = await context.newPage();
  await page.goto(new URL('/login', options.url).href);
  await save(page, 'login', size);
  await logIn(page);
  for (const [name, path] of PAGES) {
    await page.goto(new URL(path, options.url).href);
    await save(page, name, size);
  }
  await openFirstCompletedLead(page);
  await save(page, 'lead', size);
  await context.close();
}

function openContext(browser: Browser, size: keyof typeof SIZES): Promise<BrowserContext> {
  return browser.newContext({
    viewport: SIZES[size],
    colorScheme: options.scheme,
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    deviceScaleFactor: size === 'phone' ? 2 : 1,
  });
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Name').fill(options.user);
  await page.getByLabel('Password').fill(options.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** A person with a whole history makes the best picture; any person will do. */
async function openFirstCompletedLead(page: Page): Promise<void> {
  await page.goto(new URL('/deals?state=COMPLETED', options.url).href);
  const completed = page.locator('.deal-name').first();
  if ((await completed.count()) === 0) await page.goto(new URL('/leads', options.url).href);
  const link = page.locator('.deal-name, .row-link').first();
  if ((await link.count()) > 0) await link.click();
}

async function save(page: Page, name: string, size: string): Promise<void> {
  await page.locator('main, #root > *').first().waitFor();
  if (name === 'queues')
    await page
      .getByText(/\d Jobs?$/)
      .first()
      .waitFor();
  const path = join(options.out, `${name}-${size}${options.scheme === 'dark' ? '-dark' : ''}.png`);
  await page.screenshot({ path });
}

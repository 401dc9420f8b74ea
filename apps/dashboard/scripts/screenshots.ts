// Pictures of every page over invented people; `./fairlead screenshots` starts the servers it needs:
//   node apps/dashboard/scripts/screenshots.ts --database URL --redis URL --out FOLDER [--only PAGE]
// Prints the name of each file as it is written.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { manualClock, systemClock } from '@fairlead/shared/runtime/clock';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';
import { LOOKS, type Look, openLook, signIn, visit } from '../test/looks.ts';
import { OWNER, startSeededDashboard } from '../test/seeded-dashboard.ts';
import { type ShownPage, shownPages } from '../test/shown-pages.ts';

const PEOPLE = 320;
const NOW = new Date('2026-03-02T09:00:00Z');

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { database: text, redis: text, out: text, only: text } });
const options = z
  .object({ database: z.url(), redis: z.url(), out: z.string().min(1), only: z.string().optional() })
  .parse(values);

const log = createLogger({ service: 'dashboard', level: 'error' });
const { url, seeded } = await startSeededDashboard({
  databaseUrl: options.database,
  redisUrl: options.redis,
  people: PEOPLE,
  // It stands still, so that the same pages give the same pictures; what sleeps sleeps real time.
  clock: { ...manualClock(NOW), sleepRealMs: systemClock().sleepRealMs },
  log,
});
const pages = shownPages(seeded).filter(({ name }) => options.only === undefined || name === options.only);
if (pages.length === 0) throw new Error(`there is no page ${options.only}`);
await mkdir(options.out, { recursive: true });
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
for (const look of LOOKS) await takeAll(browser, look);
await browser.close();
process.exit();

async function takeAll(browser: Browser, look: Look): Promise<void> {
  const guest = await openLook(browser, look);
  const user = await openLook(browser, look);
  await signIn(await user.newPage(), url, OWNER);
  for (const shown of pages) {
    const page = await (shown.guest ? guest : user).newPage();
    await visit(page, url, shown.path);
    const file = fileName(shown, look);
    await page.screenshot({ path: join(options.out, file) });
    process.stdout.write(`${file}\n`);
    await page.close();
  }
  await guest.close();
  await user.close();
}

function fileName({ name }: ShownPage, { size, scheme }: Look): string {
  return `${name}-${size}${scheme === 'dark' ? '-dark' : ''}.png`;
}

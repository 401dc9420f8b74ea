import type { Locator } from 'playwright-core';
import type { Conversation } from '../port.ts';
import { pollFor, readText } from './locate.ts';
import { INBOX } from './selectors.ts';
import type { Tab } from './tab.ts';

/** How long rows may take to come, in milliseconds: an inbox without any is empty, or slow. */
const ROWS_TIMEOUT_MS = 3_000;

/**
 * The rows of the inbox as its page shows them: names without ids. The bare composer is opened, since `/messaging/`
 * is believed to open the first thread and so to mark it read (facts §1.2: [1] and [D]). [] when no row comes.
 */
export async function readInbox(tab: Tab): Promise<Conversation[]> {
  const isReady = await tab.visit(
    '/messaging/compose/',
    INBOX.list.map((list) => `${list} ${INBOX.row}`),
    ROWS_TIMEOUT_MS,
  );
  if (!isReady) return [];
  const rows = tab.page.locator(INBOX.row).filter({ has: tab.page.locator(INBOX.name) });
  await untilSettled(tab, rows);
  const isEnglish = (await tab.page.locator('html').getAttribute('lang'))?.startsWith('en') ?? false;
  const found = await rows.all();
  return await Promise.all(found.map((row) => readRow(row, isEnglish)));
}

async function untilSettled(tab: Tab, rows: Locator): Promise<void> {
  let before = -1;
  await pollFor(tab.page, ROWS_TIMEOUT_MS, async () => {
    const count = await rows.count();
    const isSettled = count === before;
    before = count;
    return isSettled ? true : null;
  });
}

async function readRow(row: Locator, isEnglish: boolean): Promise<Conversation> {
  const snippet = row.locator(INBOX.snippet);
  const text = (await snippet.count()) > 0 ? await readText(snippet.first()) : null;
  const isOwn = text?.startsWith('You: ') ?? false;
  return {
    urn: null,
    name: await readText(row.locator(INBOX.name).first()),
    unread: await readUnread(row),
    last:
      text === null
        ? null
        : { fromSelf: isOwn || (isEnglish ? false : null), text: text.replace(/^You: /, '') },
    lastActivityAt: null,
  };
}

async function readUnread(row: Locator): Promise<number> {
  for (const label of await row.locator(INBOX.unreadLabel).all()) {
    const [count] = /^\d+/.exec((await label.getAttribute('aria-label')) ?? '') ?? [];
    if (count !== undefined) return Number(count);
  }
  return 0;
}

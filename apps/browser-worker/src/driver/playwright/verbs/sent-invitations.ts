import type { Locator } from 'playwright-core';
import type { SentInvitation } from '../../port.ts';
import { publicIdsIn } from '../links.ts';
import { pollFor, readText } from '../locate.ts';
import { SENT } from '../selectors.ts';
import { sentAgeMs } from '../sent-age.ts';
import type { Tab } from '../tab.ts';

/** How long further rows may take to load, in milliseconds: the end of the list is that none come. */
const MORE_TIMEOUT_MS = 3_000;
/** More than anybody may send in the longest window, many times over: a list without end is not followed. */
const MOST_ROWS = 500;

/** The list of sent invitations, newest first, scrolled until its rows are older than `maxAgeMs` or end (facts §3.6). */
export async function sentInvitations(tab: Tab, maxAgeMs: number): Promise<SentInvitation[]> {
  const isReady = await tab.visit('/mynetwork/invitation-manager/sent/', [...SENT.row, ...SENT.heading]);
  if (!isReady) throw new Error('the list of sent invitations does not show');
  const rows = tab.page.locator(SENT.row.join(', ')).filter({ visible: true });
  const found: SentInvitation[] = [];
  for (;;) {
    const count = await rows.count();
    for (let index = found.length; index < count; index++) found.push(await readRow(tab, rows.nth(index)));
    const isEnough = (found.at(-1)?.ageMs ?? 0) > maxAgeMs || found.length >= MOST_ROWS;
    if (isEnough || !(await loadMore(tab, rows, count))) {
      return found.filter(({ publicId, ageMs }) => publicId !== '' && ageMs <= maxAgeMs);
    }
  }
}

/** A row that names nobody (a page or an event one was invited to) has an empty public id. */
async function readRow(tab: Tab, row: Locator): Promise<SentInvitation> {
  const hrefs = await row
    .locator('a[href*="/in/"]')
    .evaluateAll((anchors) => anchors.map((anchor) => String(anchor.getAttribute('href'))));
  const sent = row.locator(SENT.age).first();
  return {
    publicId: publicIdsIn(hrefs, tab.baseUrl)[0] ?? '',
    ageMs: (await sent.count()) > 0 ? sentAgeMs(await readText(sent)) : 0,
  };
}

async function loadMore(tab: Tab, rows: Locator, count: number): Promise<boolean> {
  if (count === 0) return false;
  await rows.nth(count - 1).scrollIntoViewIfNeeded({ timeout: tab.timeoutMs });
  const timeoutMs = Math.min(MORE_TIMEOUT_MS, tab.timeoutMs);
  const more = await pollFor(tab.page, timeoutMs, async () => ((await rows.count()) > count ? true : null));
  return more !== null;
}

import { DAY_MS } from '@fairlead/shared/domain/limits';
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

/**
 * The list of sent invitations, newest first, scrolled until its rows are older than `maxAgeMs` or end (facts
 * §3.6). The heading comes before the rows: only a count of 0 says that there are none.
 */
export async function sentInvitations(tab: Tab, maxAgeMs: number): Promise<SentInvitation[]> {
  const isReady = await tab.visit('/mynetwork/invitation-manager/sent/', [...SENT.row, ...SENT.heading]);
  if (!isReady) throw new Error('the list of sent invitations does not show');
  const rows = tab.page.locator(SENT.row.join(', ')).filter({ visible: true });
  if (await isEmpty(tab, rows)) return [];
  const found: SentInvitation[] = [];
  for (;;) {
    const count = await rows.count();
    for (let index = found.length; index < count; index++) found.push(await readRow(tab, rows.nth(index)));
    const isEnough = (found.at(-1)?.ageMs ?? 0) > maxAgeMs || found.length >= MOST_ROWS;
    if (isEnough || !(await loadMore(tab, rows, count))) break;
  }
  return found.filter(({ publicId, ageMs }) => publicId !== '' && ageMs <= maxAgeMs);
}

/** Whether the list names the person among those invited within `maxAgeMs` (default: a day). */
export async function isOnSentList(tab: Tab, publicId: string, maxAgeMs = DAY_MS): Promise<boolean> {
  const sent = await sentInvitations(tab, maxAgeMs);
  return sent.some((invitation) => invitation.publicId === publicId);
}

/** Throws when neither a row nor a count shows: that is no sign of an empty list. */
async function isEmpty(tab: Tab, rows: Locator): Promise<boolean> {
  const seen = await pollFor(tab.page, tab.timeoutMs, async () => {
    if ((await rows.count()) > 0) return 'rows';
    return (await readPill(tab)) === 0 ? 'none' : null;
  });
  if (seen === null)
    throw new Error('the list of sent invitations shows neither rows nor that there are none');
  return seen === 'none';
}

/** The number of the pill; null when it does not show. */
async function readPill(tab: Tab): Promise<number | null> {
  const pill = tab.page.locator(SENT.pill.join(', ')).filter({ visible: true }).first();
  if ((await pill.count()) === 0) return null;
  const [, count] = /\((\d[\d.,]*)\)$/.exec(await readText(pill)) ?? [];
  return count === undefined ? null : Number(count.replace(/[.,]/g, ''));
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

/** Nothing more is waited for where the pill says that these are all. */
async function loadMore(tab: Tab, rows: Locator, count: number): Promise<boolean> {
  if (count === (await readPill(tab))) return false;
  await rows.nth(count - 1).scrollIntoViewIfNeeded({ timeout: tab.timeoutMs });
  const timeoutMs = Math.min(MORE_TIMEOUT_MS, tab.timeoutMs);
  const more = await pollFor(tab.page, timeoutMs, async () => ((await rows.count()) > count ? true : null));
  return more !== null;
}

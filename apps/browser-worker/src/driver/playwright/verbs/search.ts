import { LimitReached } from '@fairlead/shared/runtime/errors';
import type { Locator } from 'playwright-core';
import type { SearchPage } from '../../port.ts';
import { publicIdsIn } from '../links.ts';
import { findVisible } from '../locate.ts';
import { SEARCH } from '../selectors.ts';
import type { Tab } from '../tab.ts';

/** LinkedIn shows no more (facts §5). */
const LAST_PAGE = 100;

/** The people on one page of people search, in order. Beyond the last page: nobody, and no next one. */
export async function searchPeople(tab: Tab, keywords: string, page: number): Promise<SearchPage> {
  const query = new URLSearchParams({ keywords, origin: 'GLOBAL_SEARCH_HEADER', page: String(page) });
  const isReady = await tab.visit(`/search/results/people/?${query}`, [
    ...SEARCH.card,
    ...SEARCH.empty,
    ...SEARCH.monthlyLimit,
  ]);
  if (!isReady) throw new Error('people search shows neither people nor that there are none');
  if (await findVisible(tab.page, SEARCH.monthlyLimit)) throw searchesUsedUp(tab);
  const cards = await tab.page.locator(SEARCH.card.join(', ')).filter({ visible: true }).all();
  const publicIds: string[] = [];
  for (const card of cards) {
    const publicId = await personOn(tab, card);
    if (publicId !== null && !publicIds.includes(publicId)) publicIds.push(publicId);
  }
  return { publicIds, hasNext: page < LAST_PAGE && cards.length > 0 && (await hasNext(tab)) };
}

/**
 * The first link of a card is the person. Later ones are mutual connections, so a card whose first link leads
 * elsewhere ("LinkedIn Member", out of network) names nobody.
 */
async function personOn(tab: Tab, card: Locator): Promise<string | null> {
  const links = card.locator('a[href]');
  if ((await links.count()) === 0) return null;
  const href = await links.first().getAttribute('href');
  return publicIdsIn(href === null ? [] : [href], tab.baseUrl)[0] ?? null;
}

/** The allowance comes back on the first of the month (facts §5, [D]). */
function searchesUsedUp({ clock }: Tab): LimitReached {
  const now = clock.now();
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  return new LimitReached('LinkedIn’s monthly limit of searches is reached.', 'search', until);
}

async function hasNext(tab: Tab): Promise<boolean> {
  const next = await findVisible(tab.page, SEARCH.next);
  return next !== null && (await next.isEnabled());
}

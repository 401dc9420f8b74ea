import { publicIdFromUrl } from '@fairlead/shared/domain/profile';
import type { Locator } from 'playwright-core';
import type { Person } from '../port.ts';
import { findVisible, readText } from './locate.ts';
import { isSameName } from './names.ts';
import { TOP_CARD } from './selectors.ts';
import type { Tab } from './tab.ts';

/** Whose page is open, as the page itself says it. */
export interface TopCard {
  card: Locator;
  /** The slug in the address bar; differs from the one asked for when the member was renamed. */
  publicId: string;
  /** `urn:li:fsd_profile:…`, or null where the page does not tell. */
  urn: string | null;
  name: string;
}

/** The top card of the open profile page; null when it shows none, or no name in it. */
export async function readTopCard(tab: Tab): Promise<TopCard | null> {
  const card = await findVisible(tab.page, TOP_CARD.card);
  const heading = card && (await findVisible(card, TOP_CARD.name));
  const publicId = publicIdFromUrl(tab.page.url(), tab.baseUrl);
  if (!heading || publicId === null) return null;
  return { card, publicId, urn: await memberUrn(card), name: await readText(heading) };
}

/**
 * Why the page is not this person's, or null when it is. The URN decides where the page tells it, else the
 * slug; before a write (`withName`) the name must agree as well.
 */
export function identityProblem(shown: TopCard, person: Person, withName: boolean): string | null {
  if (shown.urn !== null && shown.urn !== person.urn) return `the page belongs to ${shown.urn}`;
  if (shown.urn === null && shown.publicId !== person.publicId)
    return `the page belongs to ${shown.publicId}`;
  if (withName && !isSameName(shown.name, person.fullName)) return `the page shows the name "${shown.name}"`;
  return null;
}

/** The key is the `componentkey` of March pages and the `id` of September ones (facts §3.0). */
async function memberUrn(card: Locator): Promise<string | null> {
  for (const attribute of ['componentkey', 'id']) {
    const memberId = TOP_CARD.memberKey.exec((await card.getAttribute(attribute)) ?? '')?.[1];
    if (memberId) return `urn:li:fsd_profile:${memberId}`;
  }
  return null;
}

import type { Clock } from '@fairlead/shared/runtime/clock';
import { Checkpoint, RateLimited, SessionLost, SkipProfile } from '@fairlead/shared/runtime/errors';
import type { Page } from 'playwright-core';
import { classifyPage, isBotRefusal, type PageKind } from './classify-page.ts';
import { visibleText } from './locate.ts';
import { CHALLENGES, RESTRICTED_TEXTS, THROTTLE_TEXTS } from './selectors.ts';

/** After a 429 or a 999 the rest of the day is left alone (facts §6), where no breaker decides for how long. */
const THROTTLED_MS = 24 * 3_600_000;
/** A rate-limit page is shorter than this and has no <main> (facts §1.6). */
const THROTTLE_PAGE_CHARS = 2000;

/** The error of a status no page or endpoint answers in good health; null for any other status. */
export function throttledBy(status: number, what: string, clock: Clock): RateLimited | null {
  if (status !== 429 && status !== 999) return null;
  return new RateLimited(`${what} was answered ${status}`, new Date(clock.now().getTime() + THROTTLED_MS));
}

/** Throws what the current page means for the account; returns its kind when it is an ordinary page. */
export async function refuseWalls(page: Page, clock: Clock): Promise<PageKind> {
  const kind = classifyPage(page.url());
  const { pathname } = new URL(page.url());
  if (kind === 'checkpoint')
    throw new Checkpoint(`LinkedIn asks for a human at ${pathname}`, await checkpointKind(page));
  if (kind === 'login' || kind === 'authwall')
    throw new SessionLost(`LinkedIn shows ${pathname} instead of the page`);
  if (kind === 'not-found')
    throw new SkipProfile(`LinkedIn shows ${pathname}: no such member, or not for this account`);
  if (await isThrottlePage(page)) {
    throw new RateLimited(
      `LinkedIn asks to slow down at ${pathname}`,
      new Date(clock.now().getTime() + THROTTLED_MS),
    );
  }
  return kind;
}

/** What a challenge page asks for: see `CHALLENGES`; `restricted`, `bot-refusal`, else `verification`. */
export async function checkpointKind(page: Page): Promise<string> {
  if (isBotRefusal(page.url())) return 'bot-refusal';
  for (const [kind, selector] of CHALLENGES) {
    if ((await page.locator(selector).count()) > 0) return kind;
  }
  const text = (await visibleText(page.locator('body'))).toLowerCase();
  return RESTRICTED_TEXTS.some((phrase) => text.includes(phrase)) ? 'restricted' : 'verification';
}

async function isThrottlePage(page: Page): Promise<boolean> {
  if ((await page.locator('main').count()) > 0) return false;
  const text = (await visibleText(page.locator('body'))).toLowerCase();
  return text.length < THROTTLE_PAGE_CHARS && THROTTLE_TEXTS.some((phrase) => text.includes(phrase));
}

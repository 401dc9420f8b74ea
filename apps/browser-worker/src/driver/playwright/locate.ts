import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import type { Frame, Locator, Page } from 'playwright-core';

/** Where to look: a page, one of its frames, or an element. Open shadow roots are looked into. */
export type Scope = Pick<Page | Frame | Locator, 'locator'>;

/**
 * The first element a person could see, trying `selectors` in order; null when there is none. Hidden and
 * off-screen duplicates are passed over: LinkedIn keeps wrong degrees, sticky headers and whole login forms there.
 */
export async function findVisible(scope: Scope, selectors: readonly string[]): Promise<Locator | null> {
  for (const selector of selectors) {
    const candidates = await scope.locator(selector).filter({ visible: true }).all();
    for (const candidate of candidates) {
      if (await isWithinReach(candidate)) return candidate;
    }
  }
  return null;
}

/** The same on the page and on every frame of its origin: old dialogs may live in an iframe. */
export async function findInFrames(page: Page, selectors: readonly string[]): Promise<Locator | null> {
  const origin = URL.parse(page.url())?.origin;
  for (const frame of page.frames()) {
    const isOwn = frame === page.mainFrame() || URL.parse(frame.url())?.origin === origin;
    const found = isOwn && !frame.isDetached() ? await findVisible(frame, selectors) : null;
    if (found) return found;
  }
  return null;
}

/** Text as a person reads it, hidden parts left out: decoys of LinkedIn's are hidden by style. */
export function visibleText(located: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: textContent would include what is hidden.
  return located.innerText({ timeout: READ_TIMEOUT_MS });
}

/** The same for evidence and comparison: white space collapsed, at most 300 characters. */
export async function readText(located: Locator): Promise<string> {
  return (await visibleText(located)).replace(/\s+/g, ' ').trim().slice(0, 300);
}

/**
 * Polls until `read` gives something, for at most `timeoutMs`; then null. On the page's own time, not the
 * account's rhythm.
 */
export async function pollFor<T>(
  page: Page,
  timeoutMs: number,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const elapsedMs = elapsedTimer();
  for (;;) {
    const value = await read();
    if (value !== null) return value;
    if (elapsedMs() >= timeoutMs) return null;
    await page.waitForTimeout(POLL_MS);
  }
}

const POLL_MS = 100;
/** How long a page may take to say what it shows, in milliseconds: on a busy machine seconds. */
const READ_TIMEOUT_MS = 10_000;

/** False for what lies left of or above the page, where no scrolling leads, and for what is hidden from everyone. */
async function isWithinReach(candidate: Locator): Promise<boolean> {
  const box = await candidate.boundingBox({ timeout: READ_TIMEOUT_MS }).catch(() => null);
  if (!box || box.x + box.width <= 0) return false;
  return (await candidate.locator('xpath=ancestor-or-self::*[@aria-hidden="true"]').count()) === 0;
}

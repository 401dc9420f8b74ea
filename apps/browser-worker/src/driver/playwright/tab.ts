import type { Clock } from '@fairlead/shared/runtime/clock';
import { SessionLost, SkipProfile } from '@fairlead/shared/runtime/errors';
import type { Locator, Page, Response } from 'playwright-core';
import type { BeforeClick } from '../port.ts';
import { classifyPage, type PageKind } from './classify-page.ts';
import { clickGuarded } from './click-guard.ts';
import { publicIdsIn } from './links.ts';
import type { DebugLog, DriverOptions } from './options.ts';
import { createPacing, type Pacing } from './pacing.ts';
import { readThrough } from './scroll.ts';
import { refuseWalls, throttledBy } from './walls.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const SCROLL_TIMEOUT_MS = 1500;

/** The one page of an account, and how to go about on it. */
export interface Tab {
  readonly page: Page;
  /** The site's origin, without a trailing slash. */
  readonly baseUrl: string;
  readonly pacing: Pacing;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log: DebugLog;
  /** Navigates and classifies without judging: a wall is returned as its kind. Throws RateLimited, SessionLost. */
  open(path: string): Promise<PageKind>;
  /**
   * Navigates, throws what a wall means, waits until one of `ready` is visible and reports the page's links.
   * Returns false when nothing of `ready` came within `readyMs` (default: the timeout) although the page is an
   * ordinary one.
   */
  visit(path: string, ready: readonly string[], readyMs?: number): Promise<boolean>;
  /** Hands the profile links of the open page to the discovery callback. */
  reportLinks(): Promise<void>;
  /** Types with a person's rhythm into what has the focus. */
  typeKeys(text: string): Promise<void>;
  /** Clicks after a pause, past the interop layer that lies over the page (facts §3.0). */
  click(target: Locator): Promise<void>;
  /** The same for a control that may do what cannot be undone: see `clickGuarded`. */
  clickToAct(target: Locator, beforeClick: BeforeClick): Promise<void>;
}

export function createTab(page: Page, options: DriverOptions): Tab {
  const baseUrl = new URL(options.baseUrl).origin;
  const { clock, random, onDiscovered, timeoutMs = DEFAULT_TIMEOUT_MS, log = { debug: () => {} } } = options;
  const pacing = createPacing(options.pacing ?? {}, clock, random);

  const reportLinks = async (): Promise<void> => {
    const publicIds = onDiscovered ? publicIdsIn(await profileHrefs(page), baseUrl) : [];
    if (publicIds.length > 0) onDiscovered?.(publicIds);
  };

  const open = async (path: string): Promise<PageKind> => {
    await pacing.beforeStep();
    const response = await navigate(page, `${baseUrl}${path}`, timeoutMs);
    const status = response?.status() ?? 200;
    const kind = classifyPage(page.url());
    log.debug({ path, status, kind, landed: new URL(page.url()).pathname }, 'page opened');
    const throttled = throttledBy(status, path, clock);
    if (throttled) throw throttled;
    if (status === 404) throw new SkipProfile(`${path} was answered 404`);
    if (status >= 400 && kind !== 'login') throw new Error(`${path} was answered ${status}`);
    return kind;
  };

  const visit: Tab['visit'] = async (path, ready, readyMs = timeoutMs) => {
    await open(path);
    await refuseWalls(page, clock);
    const isReady = await waitForAny(page, ready, Math.min(readyMs, timeoutMs));
    // A script may have led away from the page while it was awaited.
    await refuseWalls(page, clock);
    await reportLinks();
    const kind = classifyPage(page.url());
    await options.onProbe?.({ kind, page: path, matched: isReady });
    if (isReady) await readThrough(page, kind, pacing, random);
    return isReady;
  };

  return {
    page,
    baseUrl,
    pacing,
    clock,
    timeoutMs,
    log,
    open,
    visit,
    reportLinks,
    typeKeys: async (text) => {
      for (const key of text) {
        await page.keyboard.type(key);
        await pacing.afterKey();
      }
    },
    click: async (target) => {
      await pacing.beforeStep();
      await scrollClear(target);
      await target.click({ force: true, timeout: timeoutMs });
    },
    clickToAct: async (target, beforeClick) => {
      await pacing.beforeStep();
      await scrollClear(target);
      await clickGuarded(target, beforeClick, timeoutMs);
    },
  };
}

/** A dead session makes LinkedIn redirect between wall and login without end (facts §2.1). */
async function navigate(page: Page, url: string, timeoutMs: number): Promise<Response | null> {
  try {
    return await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs });
  } catch (error) {
    if (String(error).includes('ERR_TOO_MANY_REDIRECTS')) {
      throw new SessionLost(`${url} redirects without end`, { cause: error });
    }
    throw error;
  }
}

async function waitForAny(page: Page, selectors: readonly string[], timeoutMs: number): Promise<boolean> {
  const any = page.locator(selectors.join(', ')).filter({ visible: true }).first();
  try {
    await any.waitFor({ timeout: timeoutMs });
    return true;
  } catch {
    return false;
  }
}

/** A trial clicks nothing; it scrolls until nothing covers the target. What stays covered is clicked by force. */
async function scrollClear(target: Locator): Promise<void> {
  await target.click({ trial: true, timeout: SCROLL_TIMEOUT_MS }).catch(() => undefined);
}

function profileHrefs(page: Page): Promise<string[]> {
  return page
    .locator('a[href*="/in/"]')
    .evaluateAll((anchors) => anchors.map((anchor) => String(anchor.getAttribute('href'))));
}

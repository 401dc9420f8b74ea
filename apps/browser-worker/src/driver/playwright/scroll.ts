import { integer, type Random, uniform } from '@fairlead/shared/runtime/random';
import type { Page } from 'playwright-core';
import type { PageKind } from './classify-page.ts';
import type { Pacing } from './pacing.ts';

/** What a person looks through before they do anything: the others are looked at as they open. */
const READ_THROUGH: readonly PageKind[] = ['profile', 'search'];

/** One turn of the wheel, in pixels. */
const TURN_PX = [180, 620] as const;

/**
 * Scrolls down and back up as somebody who reads does: the wheel is turned over `main`, which scrolls where
 * the window does not (facts §3.0). It changes nothing that anybody relies on, so what goes wrong in it is left.
 */
export async function readThrough(page: Page, kind: PageKind, pacing: Pacing, random: Random): Promise<void> {
  if (!pacing.isHuman || !READ_THROUGH.includes(kind)) return;
  await scroll(page, pacing, random).catch(() => undefined);
}

async function scroll(page: Page, pacing: Pacing, random: Random): Promise<void> {
  const box = await page.locator('main').first().boundingBox({ timeout: 1000 });
  const view = page.viewportSize();
  if (!box || !view) return;
  const [x, y] = [
    middle(random, box.x, box.width, view.width),
    middle(random, box.y, box.height, view.height),
  ];
  await page.mouse.move(x, y, { steps: integer(random, 4, 12) });
  let downPx = 0;
  for (let turns = integer(random, 2, 5); turns > 0; turns--) {
    const turnPx = Math.round(uniform(random, ...TURN_PX));
    await page.mouse.wheel(0, turnPx);
    downPx += turnPx;
    await pacing.afterScroll();
  }
  // In one go: what is looked for next is at the top.
  await page.mouse.wheel(0, -downPx);
  await pacing.afterScroll();
}

/** Somewhere in the middle half of what can be seen of it. */
function middle(random: Random, start: number, length: number, viewLength: number): number {
  const from = Math.max(0, start);
  const to = Math.min(viewLength, start + length);
  return uniform(random, from + (to - from) / 4, to - (to - from) / 4);
}

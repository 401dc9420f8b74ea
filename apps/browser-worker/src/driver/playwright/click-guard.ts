import { CLICK_WITHIN_MS } from '@fairlead/shared/domain/action';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { ElementHandle, JSHandle, Locator } from 'playwright-core';
import type { BeforeClick } from '../port.ts';

/** What stands guard in the page. */
interface Guard {
  /** Whether a click came too late and was swallowed. */
  wasTooLate(): boolean;
  disarm(): void;
}

/**
 * Clicks what may act, if `beforeClick` allows it. A worker can be paused between the permission and the
 * click (by its host, a debugger, a sleeping laptop) for longer than its lease lives. So the page itself
 * holds the clock: an event that arrives more than `CLICK_WITHIN_MS` after the permission was asked for
 * is swallowed before the page sees it. Rejects with the error of `beforeClick`, and with `Stale` when
 * the click came too late; in both cases nothing was done.
 */
export async function clickGuarded(
  target: Locator,
  beforeClick: BeforeClick,
  timeoutMs: number,
): Promise<void> {
  const element = await target.elementHandle({ timeout: timeoutMs });
  if (!element) throw new Error('the control is gone');
  const guard = await arm(element);
  try {
    await beforeClick();
    await element.click({ force: true, timeout: CLICK_WITHIN_MS });
    if (await wasTooLate(guard)) throw new Stale('The click came too late and was not made.');
  } finally {
    await guard.evaluate((armed) => armed.disarm()).catch(() => {});
    await guard.dispose().catch(() => {});
    await element.dispose().catch(() => {});
  }
}

/** A page that the click led away from has no guard any more: then the click was made. */
function wasTooLate(guard: JSHandle<Guard>): Promise<boolean> {
  return guard.evaluate((armed) => armed.wasTooLate()).catch(() => false);
}

/** Both clocks: one stands still while the machine sleeps, the other may be set. */
function arm(element: ElementHandle): Promise<JSHandle<Guard>> {
  return element.evaluateHandle((node, withinMs): Guard => {
    const view = node.ownerDocument.defaultView;
    if (!view) throw new Error('the control is in no window');
    // biome-ignore lint/plugin: this runs in the page, where no clock of ours can be handed to
    const clocks = () => [performance.now(), Date.now()];
    const armedAt = clocks();
    let tooLate = false;
    const swallow = (event: Event): void => {
      const isTooLate = clocks().some((nowMs, i) => nowMs - (armedAt[i] ?? 0) > withinMs);
      if (!isTooLate) return;
      tooLate = true;
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    const types = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'submit'];
    for (const type of types) view.addEventListener(type, swallow, true);
    return {
      wasTooLate: () => tooLate,
      disarm: () => {
        for (const type of types) view.removeEventListener(type, swallow, true);
      },
    };
  }, CLICK_WITHIN_MS);
}

import { DAY_MS, HOUR_MS, LIMITED_KINDS, type LimitedKind, quotasFor } from '@fairlead/shared/domain/limits';
import { START_MS } from './options.ts';
import type { AccountRow } from './world.ts';

/** How far an account used one rolling window. */
export interface LimitUse {
  account: string;
  kind: LimitedKind;
  windowHours: number;
  max: number;
  /** The most acts inside the window at any instant. */
  peak: number;
  /** Acts inside the window, on average over the time simulated. */
  mean: number;
  /** Share of the time in which the window was full. */
  fullShare: number;
}

/** Every window of every account. */
export function limitUses(accounts: readonly AccountRow[], days: number): LimitUse[] {
  return accounts.flatMap(({ handle, limits, acts }) =>
    LIMITED_KINDS.flatMap((kind) =>
      quotasFor(kind, limits).map(({ windowMs, max }) => ({
        account: handle,
        kind,
        windowHours: windowMs / HOUR_MS,
        max,
        ...useOf(acts[kind], windowMs, max, START_MS + days * DAY_MS),
      })),
    ),
  );
}

/** `acts` are instants, oldest first. */
function useOf(acts: readonly number[], windowMs: number, max: number, endMs: number) {
  const spanMs = endMs - START_MS;
  let peak = 0;
  let fullMs = max === 0 ? spanMs : 0;
  let insideMs = 0;
  let first = 0;
  for (const [i, atMs] of acts.entries()) {
    while ((acts[first] ?? atMs) <= atMs - windowMs) first += 1;
    const inside = i - first + 1;
    peak = Math.max(peak, inside);
    insideMs += Math.min(windowMs, endMs - atMs);
    // Full from this act until the oldest inside leaves the window: no act can come before that.
    if (inside >= max) fullMs += Math.min(endMs, (acts[first] ?? atMs) + windowMs) - atMs;
  }
  return { peak, mean: insideMs / spanMs, fullShare: fullMs / spanMs };
}

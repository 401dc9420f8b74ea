import { z } from 'zod';

/** What a limit counts: one irreversible kind of action. */
export const ActionKind = z.enum(['invite', 'message', 'withdraw']);
export type ActionKind = z.infer<typeof ActionKind>;

/** The kinds that have a quota. */
export const LIMITED_KINDS = ['invite', 'message'] as const satisfies readonly Exclude<
  ActionKind,
  'withdraw'
>[];
export type LimitedKind = (typeof LIMITED_KINDS)[number];

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

/** A rolling window: at most `max` actions in any `windowMs`. */
export interface Quota {
  windowMs: number;
  max: number;
}

/** One thing that counts against a limit: a name for it, and when it was done. */
export interface Spent {
  token: string;
  at: Date;
}

/** Per account, shared by its campaigns. */
export const AccountLimits = z.object({
  connectDaily: z.int().min(0),
  connectWeekly: z.int().min(0),
  followUpDaily: z.int().min(0),
});
export type AccountLimits = z.infer<typeof AccountLimits>;

export const DEFAULT_LIMITS: AccountLimits = { connectDaily: 20, connectWeekly: 100, followUpDaily: 30 };

/** The windows that bound one kind of action of an account. */
export function quotasFor(kind: LimitedKind, limits: AccountLimits): readonly Quota[] {
  return kind === 'invite'
    ? [
        { windowMs: DAY_MS, max: limits.connectDaily },
        { windowMs: WEEK_MS, max: limits.connectWeekly },
      ]
    : [{ windowMs: DAY_MS, max: limits.followUpDaily }];
}

/**
 * So far beyond the longest window is looked back, to tell since when a place has been free. What is older
 * counts against nothing.
 */
const LOOK_BACK_MS = HOUR_MS;

/** The same quotas over windows that also hold what has just left them. */
export function lookingBack(quotas: readonly Quota[]): readonly Quota[] {
  const longestMs = Math.max(0, ...quotas.map(({ windowMs }) => windowMs));
  return quotas.map((quota) =>
    quota.windowMs === longestMs ? { ...quota, windowMs: longestMs + LOOK_BACK_MS } : quota,
  );
}

/** What was done later than this may tell something of the kind's limit. */
export function sinceOf(kind: LimitedKind, now: Date): Date {
  const windows = lookingBack(quotasFor(kind, DEFAULT_LIMITS)).map(({ windowMs }) => windowMs);
  return new Date(now.getTime() - Math.max(...windows));
}

/** What is left of a limit. */
export interface Room {
  /** How many more actions fit into every window now. */
  places: number;
  /** How full the fullest window is; 1 where a limit is 0. */
  usedShare: number;
  /** Since when there has been a place and nothing was done: the later of the last action and of the instant a window had room again. Null when neither is known. */
  idleSince: Date | null;
}

/** A quota, how many actions are inside its window, and when one more fits or has fitted since; null when it was never full. */
export interface QuotaLoad {
  max: number;
  inside: number;
  fitsFrom: Date | null;
}

export function roomIn(loads: readonly QuotaLoad[], lastAt: Date | null): Room {
  const instants = [lastAt, ...loads.map(({ fitsFrom }) => fitsFrom)].filter((at) => at !== null);
  return {
    places: Math.max(0, Math.min(...loads.map(({ max, inside }) => max - inside))),
    usedShare: Math.max(...loads.map(({ max, inside }) => (max === 0 ? 1 : inside / max))),
    idleSince: instants.length === 0 ? null : new Date(Math.max(...instants.map((at) => at.getTime()))),
  };
}

/** The same, given the instants of all actions that `lookingBack` windows hold. */
export function roomAmong(taken: readonly Date[], quotas: readonly Quota[], now: Date): Room {
  const newestFirst = taken.toSorted((a, b) => b.getTime() - a.getTime());
  const loads = quotas.map(({ windowMs, max }) => ({
    max,
    inside: taken.filter((at) => at.getTime() > now.getTime() - windowMs).length,
    fitsFrom: fitsFrom({ windowMs, max, blockingAt: newestFirst[max - 1] ?? null }),
  }));
  return roomIn(loads, newestFirst[0] ?? null);
}

/** When the action that blocks a window leaves it, or has left it. */
export function fitsFrom({ windowMs, blockingAt }: BlockedQuota): Date | null {
  return blockingAt && new Date(blockingAt.getTime() + windowMs);
}

/** A quota, and the last action that must have left its window before one more fits: the `max`-th newest; null while there are fewer. */
export interface BlockedQuota extends Quota {
  blockingAt: Date | null;
}

/**
 * When one more action fits into every window, given the instants of those already taken.
 * Returns `now` when it fits at once, and null when a window's `max` is 0.
 */
export function nextFreeAt(taken: readonly Date[], quotas: readonly Quota[], now: Date): Date | null {
  const newestFirst = taken.toSorted((a, b) => b.getTime() - a.getTime());
  const uses = quotas.map((quota) => ({ ...quota, blockingAt: newestFirst[quota.max - 1] ?? null }));
  return freeAtAfter(uses, now);
}

/** The same, given only what decides it. */
export function freeAtAfter(uses: readonly BlockedQuota[], now: Date): Date | null {
  let freeAtMs = now.getTime();
  for (const { windowMs, max, blockingAt } of uses) {
    if (max === 0) return null;
    if (blockingAt !== null) freeAtMs = Math.max(freeAtMs, blockingAt.getTime() + windowMs);
  }
  return new Date(freeAtMs);
}

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

import {
  DAY_MS,
  type LimitedKind,
  lookingBack,
  nextFreeAt,
  quotasFor,
  type Room,
  roomAmong,
  WEEK_MS,
} from '@fairlead/shared/domain/limits';
import type { AccountRow, DealRow, World } from './world.ts';

const LANE_OF = { invite: 'connect', message: 'follow-up' } as const satisfies Record<LimitedKind, string>;

/** When one more act of the kind fits into every window of the account; null when its limit is 0. */
export function freeAtMs(account: AccountRow, kind: LimitedKind, nowMs: number): number | null {
  const freeMs = account.freeAtMs[kind];
  return freeMs === null ? null : Math.max(nowMs, freeMs);
}

/** What is left of the account's limit. */
export function roomOf({ acts, limits }: AccountRow, kind: LimitedKind, nowMs: number): Room {
  const quotas = quotasFor(kind, limits);
  const sinceMs = nowMs - Math.max(...lookingBack(quotas).map(({ windowMs }) => windowMs));
  const taken = acts[kind].filter((atMs) => atMs > sinceMs).map((atMs) => new Date(atMs));
  return roomAmong(taken, quotas, new Date(nowMs));
}

/** When the next act leaves a window, so that it has one more place; infinite when none is in any. */
export function nextPlaceMs({ acts, limits }: AccountRow, kind: LimitedKind, nowMs: number): number {
  const leaving = quotasFor(kind, limits).map(({ windowMs }) => {
    const oldest = acts[kind].find((atMs) => atMs > nowMs - windowMs);
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest + windowMs;
  });
  return Math.min(...leaving);
}

/** Counts an act, unless no window has room: then the lane is closed until one has, as after a refusal by the ledger. */
export function spend(
  world: World,
  account: AccountRow,
  kind: LimitedKind,
  deal: DealRow,
  nowMs: number,
): boolean {
  const freeMs = freeAtMs(account, kind, nowMs);
  if (freeMs === null || freeMs > nowMs) {
    closeLane(account, LANE_OF[kind], freeMs ?? nowMs + DAY_MS, `The limit for ${kind}s is used up.`);
    return false;
  }
  account.acts[kind].push(nowMs);
  account.lastActMs[kind].set(deal.campaign.id, nowMs);
  account.freeAtMs[kind] = freeAfter(account, kind, nowMs);
  world.record({
    kind: 'act',
    atMs: nowMs,
    act: kind,
    accountId: account.id,
    leadId: deal.lead.id,
    dealId: deal.id,
    step: kind === 'message' ? 'follow-up' : null,
  });
  return true;
}

/** LinkedIn's own limit: its window is not known, so a whole one of ours is waited for. */
export function meetWeeklyLimit(account: AccountRow, nowMs: number): void {
  closeLane(account, 'connect', nowMs + WEEK_MS, 'the weekly-limit dialog of LinkedIn');
}

function freeAfter(account: AccountRow, kind: LimitedKind, nowMs: number): number | null {
  const quotas = quotasFor(kind, account.limits);
  const longestMs = Math.max(...quotas.map(({ windowMs }) => windowMs));
  const spent = account.acts[kind].filter((atMs) => atMs > nowMs - longestMs);
  const freeAt = nextFreeAt(
    spent.map((atMs) => new Date(atMs)),
    quotas,
    new Date(nowMs),
  );
  return freeAt?.getTime() ?? null;
}

/** A later closing time wins. */
function closeLane(
  { closures }: AccountRow,
  lane: 'connect' | 'follow-up',
  untilMs: number,
  reason: string,
): void {
  const closed = closures.get(lane);
  if (!closed || closed.untilMs < untilMs) closures.set(lane, { untilMs, reason });
}

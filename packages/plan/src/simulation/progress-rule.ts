import type { DealState } from '@fairlead/shared/domain/deal';
import { type Lane, MAJOR_LANES } from '@fairlead/shared/domain/lane';
import { DAY_MS, HOUR_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import type { Happening } from './history.ts';
import { type SimulationOptions, START_MS } from './options.ts';
import type { Rule } from './rule.ts';

interface OpenDeal {
  campaignId: number;
  state: DealState;
  movedMs: number;
  /** What comes next for it, and from when on. */
  next: { lane: Lane; fromMs: number } | null;
}

/** Which lanes bring a deal on; none once it has ended. */
const LANES: Readonly<Record<DealState, readonly Lane[]>> = {
  NEW: ['connect', 'settle'],
  PENDING: ['check-pending'],
  CONNECTED: ['draft', 'follow-up'],
  COMPLETED: [],
  FAILED: [],
};
const UNLIMITED: readonly Lane[] = ['settle', 'check-pending', 'draft'];
// A full week's window, behind a week for which LinkedIn closed the lane, and a day to spare.
const LONGEST_CLOSURE_MS = 2 * WEEK_MS + DAY_MS;

type ProgressOptions = Pick<SimulationOptions, 'limits' | 'pace' | 'tickMs' | 'campaigns' | 'partners'>;

const MAJOR: readonly Lane[] = MAJOR_LANES;
// Chance leaves out no turn of the lanes that are not major.
const NOBODY = 0;

/** The share of a campaign's turns that it takes; a partner's number comes after the regular ones. */
function turnChance({ campaigns, partners }: ProgressOptions, campaignId: number): number {
  if (campaignId === NOBODY) return 1;
  return partners[campaignId - campaigns - 1] ?? 1 - Math.max(0, ...partners);
}

/**
 * Every deal that has not ended waits for a lane of its state, from an instant not too far ahead; once
 * that has come, the lane is looked at soon, and whatever spends no limit is done within days. What
 * spends one may wait for ever behind others, but not behind nobody.
 */
export function nobodyStuck(options: ProgressOptions) {
  const { limits, pace, tickMs } = options;
  const lookBoundMs = HOUR_MS + 2 * (pace.minActionIntervalMs + pace.idleRecheckMs + tickMs);
  const patienceOf = (campaignId: number): number =>
    2 * DAY_MS + (20 * pace.minActionIntervalMs) / turnChance(options, campaignId);
  const never: readonly Lane[] = [
    ...(Math.min(limits.connectDaily, limits.connectWeekly) === 0 ? (['connect'] as const) : []),
    ...(limits.followUpDaily === 0 ? (['follow-up'] as const) : []),
  ];
  const open = new Map<number, OpenDeal>();
  const lookedMs = new Map<string, number>();
  const firedMs = new Map<string, number>();
  let sweepAtMs = START_MS + DAY_MS;

  const faultOf = ({ campaignId, state, next }: OpenDeal, nowMs: number): string | null => {
    if (next === null) return `is ${state} and waits for nothing`;
    const waitedMs = nowMs - next.fromMs;
    const key = `${campaignId} ${next.lane}`;
    // Where chance takes no turn at all this is infinite, and waiting is right.
    const patienceMs = MAJOR.includes(next.lane) ? patienceOf(campaignId) : patienceOf(NOBODY);
    if (waitedMs > lookBoundMs && (lookedMs.get(key) ?? 0) < next.fromMs)
      return `may be taken by ${next.lane}, which nobody looked at for ${hours(waitedMs)}`;
    if (waitedMs > patienceMs && UNLIMITED.includes(next.lane))
      return `waits for ${next.lane} for ${hours(waitedMs)}`;
    const idleMs = nowMs - Math.max(next.fromMs, firedMs.get(key) ?? 0);
    return idleMs > LONGEST_CLOSURE_MS + patienceMs && !never.includes(next.lane)
      ? `waits for ${next.lane}, which has not fired for ${hours(idleMs)}`
      : null;
  };
  const sweep = (nowMs: number): string | null => {
    sweepAtMs = nowMs + DAY_MS;
    for (const [dealId, deal] of open) {
      const fault = faultOf(deal, nowMs);
      if (fault) return `Deal ${dealId} ${fault}.`;
    }
    return null;
  };
  const follow = (happening: Happening): string | null | undefined => {
    switch (happening.kind) {
      case 'looked': {
        const key = `${happening.campaignId} ${happening.lane}`;
        lookedMs.set(key, happening.atMs);
        if (happening.fired) firedMs.set(key, happening.atMs);
        return undefined;
      }
      case 'moved': {
        const { dealId, campaignId, to, atMs } = happening;
        if (LANES[to].length === 0) open.delete(dealId);
        else open.set(dealId, { campaignId, state: to, movedMs: atMs, next: null });
        return undefined;
      }
      case 'awaits': {
        const { dealId, lane, fromMs, atMs } = happening;
        const deal = open.get(dealId);
        if (!deal || !LANES[deal.state].includes(lane))
          return `Deal ${dealId} is ${deal?.state ?? 'at its end'} and waits for ${lane}.`;
        deal.next = { lane, fromMs };
        // A pending deal's backoff doubles: it is at most what has passed since the invitation, and a day.
        const mostMs = DAY_MS + (deal.state === 'PENDING' ? atMs - deal.movedMs : 0);
        return fromMs - atMs <= mostMs ? null : `Deal ${dealId} is left alone for ${hours(fromMs - atMs)}.`;
      }
      default:
        return undefined;
    }
  };
  return {
    check: (happening) => (happening.atMs < sweepAtMs ? null : sweep(happening.atMs)) ?? follow(happening),
    sweep,
  } satisfies Rule & { sweep(nowMs: number): string | null };
}

const hours = (ms: number): string => `${Math.round(ms / HOUR_MS)} hours`;

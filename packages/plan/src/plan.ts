import { type Lane, MAJOR_LANES } from '@fairlead/shared/domain/lane';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import type { PlannedJob } from '@fairlead/shared/queue/catalog';
import { jitter, type Random } from '@fairlead/shared/runtime/random';
import { assignmentsOf } from './accounts.ts';
import { LANE_RULES, type LaneRule, type LaneView } from './lanes.ts';
import { longestIntervalMs, type Pace } from './pace.ts';
import { lacksLane, leftOut, partnerShareOf } from './partners.ts';
import { createTurns, spentBy } from './turns.ts';

/** A lane that was due: its jobs (none when there was nothing to do) and when it is due again. */
export interface Firing {
  campaignId: number;
  lane: Lane;
  jobs: readonly PlannedJob[];
  /** The due time this firing consumes; null when the lane never fired. */
  from: Date | null;
  nextAt: Date;
  /** Chance left its turn out: the next one may be taken though no fact has changed. */
  leftOut?: true;
}

/** The reason of a lane that was not looked at. */
export const NOT_YET_DUE = 'its turn has not come';

/** Why a lane got no job in this tick. */
export interface Waiting {
  campaignId: number;
  lane: Lane;
  reason: string;
  until: Date | null;
}

export interface Plan {
  firings: readonly Firing[];
  waiting: readonly Waiting[];
}

/**
 * Turns facts into jobs, and gives the reason for everything not planned. Pure: the same arguments
 * give the same plan. All times are on the clock `now` was read from.
 */
export function plan(snapshot: PlanSnapshot, pace: Pace, now: Date, random: Random): Plan {
  const firings: Firing[] = [];
  const waiting: Waiting[] = [];
  const assignments = assignmentsOf(snapshot);
  const partnerShare = partnerShareOf(snapshot.campaigns);
  const turns = createTurns(snapshot, pace, now);
  const furthestMs = Math.max(HOUR_MS, 2 * longestIntervalMs(pace));
  for (const campaign of snapshot.campaigns) {
    const dueAt = new Map<Lane, Date>();
    const view: LaneView = {
      snapshot,
      campaign,
      accounts: assignments.get(campaign.id) ?? [],
      pace,
      now,
      random,
      turns,
      gapMs: () => gapBeforeMajor(campaign, dueAt, now),
    };
    for (const [lane, rule] of LANE_RULES) {
      const { firing, wait } = planLane(lane, rule, view, { furthestMs, partnerShare });
      if (firing) {
        firings.push(firing);
        dueAt.set(lane, firing.nextAt);
      }
      if (wait) waiting.push(wait);
    }
  }
  return { firings, waiting };
}

/** One lane of one campaign: fired, found idle (its next look moves on), or not due. */
function planLane(
  lane: Lane,
  rule: LaneRule,
  view: LaneView,
  { furthestMs, partnerShare }: { furthestMs: number; partnerShare: number },
): { firing?: Firing; wait?: Waiting } {
  const { campaign, pace, now, random } = view;
  const from = campaign.nextAt[lane] ?? null;
  const place = { campaignId: campaign.id, lane };
  if (campaign.paused) return { wait: { ...place, reason: 'the campaign is paused', until: null } };
  const lacking = lacksLane(campaign, lane);
  if (lacking !== null) return { wait: { ...place, reason: lacking, until: null } };
  if (from !== null && isAhead(from, furthestMs, now)) {
    return { wait: { ...place, reason: NOT_YET_DUE, until: from } };
  }
  const verdict = rule(view);
  const intervalMs =
    verdict.kind === 'fire'
      ? Math.max(verdict.leastMs ?? 0, jitter(random, verdict.intervalMs, pace.jitterShare))
      : pace.idleRecheckMs;
  const nextAt = new Date(now.getTime() + Math.round(intervalMs));
  const firing = { ...place, from, nextAt };
  switch (verdict.kind) {
    case 'fire': {
      const reason = leftOut(campaign, lane, partnerShare, random);
      if (reason !== null) {
        return {
          firing: { ...firing, jobs: [], leftOut: true },
          wait: { ...place, reason, until: nextAt },
        };
      }
      takePlaces(verdict.jobs, lane, view);
      return { firing: { ...firing, jobs: verdict.jobs } };
    }
    case 'idle':
      return { firing: { ...firing, jobs: [] }, wait: { ...place, reason: verdict.reason, until: nextAt } };
    case 'blocked':
      return {
        firing: { ...firing, jobs: [] },
        wait: { ...place, reason: verdict.reason, until: verdict.until },
      };
  }
}

function takePlaces(jobs: readonly PlannedJob[], lane: Lane, { campaign, turns }: LaneView): void {
  const kind = spentBy(lane);
  if (kind === undefined) return;
  for (const { payload } of jobs)
    if ('accountId' in payload) turns.take(campaign.id, payload.accountId, kind);
}

/** Nothing is scheduled further ahead than a few intervals: beyond, the clock was set back, and its turn is now. */
function isAhead(at: Date, furthestMs: number, now: Date): boolean {
  const aheadMs = at.getTime() - now.getTime();
  return aheadMs > 0 && aheadMs <= furthestMs;
}

/** Our-clock milliseconds until the first major lane of the campaign is due. */
function gapBeforeMajor(campaign: CampaignFacts, dueAt: ReadonlyMap<Lane, Date>, now: Date): number {
  const next = MAJOR_LANES.map((lane) => dueAt.get(lane) ?? campaign.nextAt[lane] ?? now);
  return Math.max(0, Math.min(...next.map((at) => at.getTime())) - now.getTime());
}

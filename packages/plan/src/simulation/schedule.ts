import type { Lane } from '@fairlead/shared/domain/lane';
import type { Firing } from '../plan.ts';
import { START_MS } from './options.ts';

/** When each lane of each campaign is due. All instants are milliseconds. */
export interface LaneSchedule {
  nextAt(campaignId: number): Readonly<Partial<Record<Lane, Date>>>;
  /** The next instant at which the plan is worth evaluating. */
  nextTickMs(): number;
  /** Brings the due times of sleeping lanes to where looking at them ever since would have brought them. */
  catchUp(nowMs: number): void;
  /** Moves a lane that was looked at. One with nothing to do sleeps until a fact changes. */
  move(firing: Firing, nowMs: number): void;
  /** A fact changed: every lane is looked at again when its turn comes. */
  wake(nowMs: number): void;
}

interface Turn {
  campaignId: number;
  lane: Lane;
  /** The tick it was looked at last. */
  lookedMs: number;
  asleep: boolean;
}

export interface ScheduleOptions {
  campaignIds: readonly number[];
  tickMs: number;
  idleRecheckMs: number;
  leap: boolean;
}

/**
 * An idle lane is looked at again and again, and as long as no fact changes the answer is the same. So
 * it sleeps, and where its looks would have fallen is computed when somebody asks.
 */
export function createSchedule({ campaignIds, tickMs, idleRecheckMs, leap }: ScheduleOptions): LaneSchedule {
  const dates = new Map(campaignIds.map((id) => [id, {} as Partial<Record<Lane, Date>>]));
  const turns = new Map<string, Turn>();
  const datesOf = (campaignId: number) => dates.get(campaignId) ?? {};
  const tickOf = (ms: number): number => START_MS + Math.ceil((ms - START_MS) / tickMs) * tickMs;
  const periodMs = Math.ceil(idleRecheckMs / tickMs) * tickMs;

  const catchUp = (nowMs: number): void => {
    for (const turn of turns.values()) {
      const missed = turn.asleep ? Math.ceil((nowMs - turn.lookedMs) / periodMs) - 1 : 0;
      if (missed <= 0) continue;
      turn.lookedMs += missed * periodMs;
      datesOf(turn.campaignId)[turn.lane] = new Date(turn.lookedMs + idleRecheckMs);
    }
  };
  return {
    nextAt: datesOf,
    catchUp,
    nextTickMs() {
      if (turns.size === 0) return START_MS;
      let nextMs = Number.POSITIVE_INFINITY;
      for (const { campaignId, lane, asleep } of turns.values()) {
        if (!asleep) nextMs = Math.min(nextMs, datesOf(campaignId)[lane]?.getTime() ?? nextMs);
      }
      return nextMs === Number.POSITIVE_INFINITY ? nextMs : tickOf(nextMs);
    },
    move({ campaignId, lane, jobs, nextAt, leftOut = false }, nowMs) {
      datesOf(campaignId)[lane] = nextAt;
      turns.set(`${campaignId} ${lane}`, {
        campaignId,
        lane,
        lookedMs: nowMs,
        asleep: leap && jobs.length === 0 && !leftOut,
      });
    },
    wake(nowMs) {
      catchUp(nowMs);
      for (const turn of turns.values()) turn.asleep = false;
    },
  };
}

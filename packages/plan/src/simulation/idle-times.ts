import type { Lane } from '@fairlead/shared/domain/lane';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { NOT_YET_DUE, type Plan } from '../plan.ts';

/** For how long a lane of a campaign waited for one reason. */
export interface IdleTime {
  campaignId: number;
  lane: Lane;
  /** The plan's own, without the account's handle and with `N` for a count. */
  reason: string;
  hours: number;
}

/** Adds up for how long each lane waited and why, from what the plan says at each tick. */
export interface IdleTimes {
  note(made: Plan, nowMs: number): void;
  /** The longest first. Of each lane they add up to all the time there was. */
  until(endMs: number): IdleTime[];
}

interface Wait {
  campaignId: number;
  lane: Lane;
  reason: string;
  sinceMs: number;
}

export function createIdleTimes(): IdleTimes {
  const current = new Map<string, Wait>();
  const totalMs = new Map<string, Omit<Wait, 'sinceMs'> & { ms: number }>();
  const close = ({ campaignId, lane, reason, sinceMs }: Wait, nowMs: number): void => {
    const key = `${campaignId} ${lane} ${reason}`;
    const ms = (totalMs.get(key)?.ms ?? 0) + nowMs - sinceMs;
    totalMs.set(key, { campaignId, lane, reason, ms });
  };
  return {
    note({ firings, waiting }, nowMs) {
      for (const { campaignId, lane, jobs } of firings) {
        const key = `${campaignId} ${lane}`;
        const wait = waiting.find((each) => each.campaignId === campaignId && each.lane === lane);
        // A lane that got its job waits for its next turn.
        const reason = jobs.length > 0 || !wait ? NOT_YET_DUE : general(wait.reason);
        const before = current.get(key);
        if (before?.reason === reason) continue;
        if (before) close(before, nowMs);
        current.set(key, { campaignId, lane, reason, sinceMs: nowMs });
      }
    },
    until(endMs) {
      for (const wait of current.values()) {
        close(wait, endMs);
        wait.sinceMs = endMs;
      }
      return [...totalMs.values()]
        .filter(({ ms }) => ms > 0)
        .sort((a, b) => b.ms - a.ms)
        .map(({ ms, ...wait }) => ({ ...wait, hours: ms / HOUR_MS }));
    },
  };
}

/** The same reason reads the same whichever account and however many leads it names. */
function general(reason: string): string {
  return reason.replace(/^account-\d+: /, '').replace(/\b\d+(?= \w)/g, 'N');
}

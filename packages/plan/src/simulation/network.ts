import { DAY_MS } from '@fairlead/shared/domain/limits';
import type { People } from './people.ts';

/** What a person's page shows to an account. */
export type Shown = 'connectable' | 'not-connectable' | 'pending' | 'connected';

/** The simulated LinkedIn: who invited whom, and what became of it. */
export interface Network {
  shown(personId: number, accountId: number, nowMs: number): Shown;
  invite(personId: number, accountId: number, nowMs: number): void;
}

// LinkedIn takes an unanswered invitation back after about half a year.
const LAPSES_AFTER_MS = 180 * DAY_MS;

export function createNetwork(people: People): Network {
  const invitedMs = new Map<string, number>();
  const pair = (personId: number, accountId: number): string => `${personId}/${accountId}`;
  return {
    shown(personId, accountId, nowMs) {
      const sinceMs = invitedMs.get(pair(personId, accountId));
      if (sinceMs === undefined) {
        return people.describe(personId).hasConnectControl ? 'connectable' : 'not-connectable';
      }
      const acceptsAfterMs = people.acceptAfterMs(personId, accountId);
      if (acceptsAfterMs <= Math.min(nowMs - sinceMs, LAPSES_AFTER_MS)) return 'connected';
      return nowMs - sinceMs >= LAPSES_AFTER_MS ? 'connectable' : 'pending';
    },
    invite(personId, accountId, nowMs) {
      invitedMs.set(pair(personId, accountId), nowMs);
    },
  };
}

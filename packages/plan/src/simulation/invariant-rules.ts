import { canDealGo, type DealState } from '@fairlead/shared/domain/deal';
import { MAJOR_LANES } from '@fairlead/shared/domain/lane';
import type { AccountLimits } from '@fairlead/shared/domain/limits';
import type { Pace } from '../pace.ts';
import type { Act } from './history.ts';
import type { Rule } from './rule.ts';

export function timeMovesOn(startMs: number): Rule {
  let lastMs = startMs;
  return {
    check({ atMs }) {
      if (atMs < lastMs) return `Time ran backwards, from ${new Date(lastMs).toISOString()}.`;
      lastMs = atMs;
      return null;
    },
  };
}

/** No account invites a person twice, for whatever campaign. */
export function invitedOnce(): Rule {
  const invited = new Set<string>();
  return {
    check(happening) {
      if (happening.kind !== 'act' || happening.act !== 'invite') return undefined;
      const { accountId, leadId } = happening;
      return addOnce(invited, `${accountId} ${leadId}`)
        ? null
        : `Account ${accountId} invited lead ${leadId} twice.`;
    },
  };
}

/** No step of a deal's messages is sent twice. */
export function messagedOnce(): Rule {
  const sent = new Set<string>();
  return {
    check(happening) {
      if (happening.kind !== 'act' || happening.act !== 'message') return undefined;
      const { dealId, step } = happening;
      return addOnce(sent, `${dealId} ${step}`) ? null : `Deal ${dealId} was sent its ${step} twice.`;
    },
  };
}

function addOnce(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}

/**
 * At no instant does a rolling window hold more than its limit. A window is fullest when it ends at an
 * act, so it is counted there, by going through the acts one by one: the code that grants them is not asked.
 */
export function withinLimits(limits: AccountLimits): Rule {
  const hourMs = 60 * 60 * 1_000;
  const windows = {
    invite: [
      { hours: 24, max: limits.connectDaily },
      { hours: 7 * 24, max: limits.connectWeekly },
    ],
    message: [{ hours: 24, max: limits.followUpDaily }],
  };
  const acts: Act[] = [];
  return {
    check(happening) {
      if (happening.kind !== 'act') return undefined;
      acts.push(happening);
      for (const { hours, max } of windows[happening.act]) {
        let inside = 0;
        for (let i = acts.length - 1; i >= 0; i--) {
          const earlier = acts[i];
          if (!earlier || earlier.atMs <= happening.atMs - hours * hourMs) break;
          if (earlier.accountId === happening.accountId && earlier.act === happening.act) inside += 1;
        }
        if (inside > max) {
          return `Account ${happening.accountId} did ${inside} ${happening.act}s within ${hours} hours; ${max} are allowed.`;
        }
      }
      return null;
    },
  };
}

/** A deal begins as NEW, leaves the state it is in, and goes only where the state machine goes. */
export function legalTransitions(): Rule {
  const states = new Map<number, DealState>();
  return {
    check(happening) {
      if (happening.kind !== 'moved') return undefined;
      const { dealId, from, to } = happening;
      const is = states.get(dealId) ?? null;
      states.set(dealId, to);
      if (from !== is) return `Deal ${dealId} left ${from} but was ${is}.`;
      const legal = from === null ? to === 'NEW' : canDealGo(from, to);
      return legal ? null : `Deal ${dealId} went from ${from} to ${to}.`;
    },
  };
}

/** A major lane of a campaign fires at most once in the shortest interval that jitter allows. */
export function pacedActions({ minActionIntervalMs, jitterShare }: Pace): Rule {
  const leastMs = Math.floor(minActionIntervalMs * (1 - jitterShare));
  const major: readonly string[] = MAJOR_LANES;
  const firedMs = new Map<string, number>();
  return {
    check(happening) {
      if (happening.kind !== 'looked' || !happening.fired || !major.includes(happening.lane))
        return undefined;
      const { campaignId, lane, atMs } = happening;
      const key = `${campaignId} ${lane}`;
      const sinceMs = atMs - (firedMs.get(key) ?? Number.NEGATIVE_INFINITY);
      firedMs.set(key, atMs);
      return sinceMs >= leastMs
        ? null
        : `The lane ${lane} of campaign ${campaignId} fired twice within ${sinceMs / 1_000} s.`;
    },
  };
}

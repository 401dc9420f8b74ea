import { isWriteLane, Lane } from '@fairlead/shared/domain/lane';
import { HOUR_MS, type LimitedKind } from '@fairlead/shared/domain/limits';
import type { AccountFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { CATALOG, type PlannedJob } from '@fairlead/shared/queue/catalog';
import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { DEFAULT_PACE } from './pace.ts';
import { type Plan, plan } from './plan.ts';
import { anySnapshot } from './testing/arbitraries.ts';
import { after, NOW } from './testing/snapshots.ts';

const SPENDS: Partial<Record<string, LimitedKind>> = { connect: 'invite', 'follow-up': 'message' };

const planned = (snapshot: PlanSnapshot): Plan => plan(snapshot, DEFAULT_PACE, NOW, seededRandom(7));

function holds(name: string, predicate: (snapshot: PlanSnapshot, made: Plan) => boolean): void {
  test(name, () => {
    fc.assert(fc.property(anySnapshot, (snapshot) => predicate(snapshot, planned(snapshot))));
  });
}

/** Jobs that a browser does, with the account that does them. */
function browserJobs(snapshot: PlanSnapshot, made: Plan): { job: PlannedJob; account: AccountFacts }[] {
  return made.firings
    .flatMap(({ jobs }) => jobs)
    .filter(({ name }) => CATALOG[name].queue === 'browser')
    .map((job) => {
      const account = snapshot.accounts.find(
        ({ id }) => 'accountId' in job.payload && id === job.payload.accountId,
      );
      if (!account) throw new Error(`${job.name} is planned for an account that does not exist`);
      return { job, account };
    });
}

describe('whatever the facts are', () => {
  holds('the same facts and the same chance give the same plan', (snapshot, made) => {
    return JSON.stringify(made) === JSON.stringify(planned(snapshot));
  });

  holds('every due time is in the future', (_, made) => made.firings.every(({ nextAt }) => nextAt > NOW));

  // Nobody schedules that far ahead: the clock was set back.
  const isBeyondAnyPlan = (at: Date): boolean => at > after(HOUR_MS);

  holds('only lanes whose turn has come fire, each once, and consume the due time', (snapshot, made) => {
    const once = new Set(made.firings.map(({ campaignId, lane }) => `${campaignId} ${lane}`));
    return (
      once.size === made.firings.length &&
      made.firings.every(({ campaignId, lane, from }) => {
        const dueAt = snapshot.campaigns.find(({ id }) => id === campaignId)?.nextAt[lane] ?? null;
        return (
          from?.getTime() === dueAt?.getTime() && (dueAt === null || dueAt <= NOW || isBeyondAnyPlan(dueAt))
        );
      })
    );
  });

  holds('every lane of every campaign got a job or a reason, not both', (snapshot, made) =>
    snapshot.campaigns.every(({ id }) =>
      Lane.options.every((lane) => {
        const isThis = (entry: { campaignId: number; lane: Lane }): boolean =>
          entry.campaignId === id && entry.lane === lane;
        const fired = made.firings.some((firing) => isThis(firing) && firing.jobs.length > 0);
        const reasons = made.waiting.filter((wait) => isThis(wait) && wait.reason !== '');
        return reasons.length === (fired ? 0 : 1);
      }),
    ),
  );

  holds('nothing of a paused campaign moves', (snapshot, made) =>
    made.firings.every(({ campaignId }) => !snapshot.campaigns.find(({ id }) => id === campaignId)?.paused),
  );

  holds('a stopped account gets no job', (snapshot, made) =>
    browserJobs(snapshot, made).every(({ account }) => account.unusableBecause === null),
  );

  holds('an account that rests gets no job, and one whose writes are paused only reads', (snapshot, made) =>
    browserJobs(snapshot, made).every(
      ({ job, account }) =>
        account.rest === null &&
        (account.writesPausedBecause === null || job.name === 'plan' || !isWriteLane(job.name)),
    ),
  );

  holds('a closed lane gets no job', (snapshot, made) =>
    browserJobs(snapshot, made).every(({ job, account }) => {
      const closed = account.closedLanes[job.name];
      return closed === undefined || closed.until <= NOW;
    }),
  );

  holds('a used-up limit gets no job', (snapshot, made) =>
    browserJobs(snapshot, made).every(({ job, account }) => {
      const kind = SPENDS[job.name];
      if (kind === undefined) return true;
      const freeAt = account.freeAt[kind];
      return freeAt !== null && freeAt <= NOW;
    }),
  );

  holds('an account works only for campaigns it was given to', (snapshot, made) =>
    browserJobs(snapshot, made).every(({ job, account }) =>
      snapshot.campaigns.some(
        ({ id, accountIds }) =>
          'campaignId' in job.payload && id === job.payload.campaignId && accountIds.includes(account.id),
      ),
    ),
  );

  holds('deals are looked at and messaged only by the account they belong to', (snapshot, made) =>
    browserJobs(snapshot, made).every(({ job, account }) => {
      const campaign = snapshot.campaigns.find(
        ({ id }) => 'campaignId' in job.payload && id === job.payload.campaignId,
      );
      if (job.name === 'check-pending') return campaign?.pendingDue.has(account.id) === true;
      if (job.name === 'follow-up') return campaign?.followUpsReady.has(account.id) === true;
      return true;
    }),
  );

  holds('every payload is what the catalog takes', (_, made) =>
    made.firings
      .flatMap(({ jobs }) => jobs)
      .every(({ name, payload }) => CATALOG[name].payload.safeParse(payload).success),
  );
});

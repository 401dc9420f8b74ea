import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
import { lifeOf } from '@fairlead/db/repositories/restorations';
import { claimLane } from '@fairlead/db/repositories/schedule';
import { readPlanSnapshot } from '@fairlead/db/repositories/snapshot';
import { spentActions } from '@fairlead/db/repositories/spent';
import type { Pace } from '@fairlead/plan/pace';
import { type Firing, plan } from '@fairlead/plan/plan';
import { LIMITED_KINDS, quotasFor } from '@fairlead/shared/domain/limits';
import type { Outcome } from '@fairlead/shared/queue/consumer';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Producer } from '@fairlead/shared/queue/producer';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Random } from '@fairlead/shared/runtime/random';
import { afterClockSteps } from './clock-steps.ts';
import type { ClockWatch } from './clock-watch.ts';

export interface TickDeps {
  db: Database;
  producer: Producer;
  limiter: Limiter;
  clock: Clock;
  clockWatch: ClockWatch;
  random: Random;
  pace: Pace;
  embeddingModel: string;
}

const COUNT_UP_TO = 200;

/** One evaluation of the plan: facts → plan → queues, and the reasons for the dashboard. */
export async function tick(deps: TickDeps): Promise<Outcome> {
  const now = deps.clock.now();
  await afterClockSteps(deps, now);
  const rebuilt = await rebuildLimiters(deps, now);
  const snapshot = await readPlanSnapshot(
    deps.db,
    { embeddingModel: deps.embeddingModel, countUpTo: COUNT_UP_TO },
    now,
  );
  const { firings, waiting } = plan(snapshot, deps.pace, now, deps.random);
  let enqueued = 0;
  for (const firing of firings) enqueued += await fire(firing, deps);
  const planned = firings.flatMap(({ jobs }) => jobs);
  await savePlanReport(deps.db, { at: now, planned, waiting });
  return { outcome: 'planned', enqueued, waiting: waiting.length, limitersRebuilt: rebuilt };
}

/** Whoever moves the lane's due time enqueues, so that two schedulers never fire one lane twice. */
async function fire(firing: Firing, { db, producer }: TickDeps): Promise<number> {
  const claimed = await claimLane(db, firing.campaignId, firing.lane, firing.from, firing.nextAt);
  if (!claimed) return 0;
  for (const job of firing.jobs) await producer.enqueue(job, firing.nextAt.getTime());
  return firing.jobs.length;
}

/** Redis may have been wiped since the last tick, or the database restored: what Redis should know stands in the ledger. */
async function rebuildLimiters({ db, limiter }: TickDeps, now: Date): Promise<number> {
  const life = await lifeOf(db);
  let rebuilt = 0;
  for (const account of await listAccounts(db)) {
    for (const kind of LIMITED_KINDS) {
      if (await limiter.isReady(account.id, kind, life)) continue;
      const quotas = quotasFor(kind, account.limits);
      const spent = await spentActions(db, account.id, kind, quotas, now);
      await limiter.rebuild(account.id, kind, spent, life);
      rebuilt += 1;
    }
  }
  return rebuilt;
}

import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
import { lifeOf } from '@fairlead/db/repositories/restorations';
import { claimLanes } from '@fairlead/db/repositories/schedule';
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
  const enqueued = await fire(firings, deps);
  const planned = firings.flatMap(({ jobs }) => jobs);
  await savePlanReport(deps.db, { at: now, planned, waiting });
  return { outcome: 'planned', enqueued, waiting: waiting.length, limitersRebuilt: rebuilt };
}

/** So many are claimed by one statement, and their jobs added at once: were this process to die in between, no more would be late. */
const LANES_AT_ONCE = 100;

/** Whoever moves a lane's due time enqueues, so that two schedulers never fire one lane twice. Returns how many jobs that were. */
async function fire(firings: readonly Firing[], { db, producer }: TickDeps): Promise<number> {
  let enqueued = 0;
  for (let first = 0; first < firings.length; first += LANES_AT_ONCE) {
    const claimed = await claimLanes(db, firings.slice(first, first + LANES_AT_ONCE));
    const jobs = claimed.flatMap((firing) =>
      firing.jobs.map((job) => ({ job, slot: firing.nextAt.getTime() })),
    );
    await Promise.all(jobs.map(({ job, slot }) => producer.enqueue(job, slot)));
    enqueued += jobs.length;
  }
  return enqueued;
}

/** Redis may have been wiped since the last tick, or the database restored: what Redis should know stands in the ledger. */
async function rebuildLimiters({ db, limiter }: TickDeps, now: Date): Promise<number> {
  const life = await lifeOf(db);
  const limits = (await listAccounts(db)).flatMap((account) =>
    LIMITED_KINDS.map((kind) => ({ account, kind })),
  );
  const areReady = await Promise.all(
    limits.map(({ account, kind }) => limiter.isReady(account.id, kind, life)),
  );
  const missing = limits.filter((_, i) => !areReady[i]);
  for (const { account, kind } of missing) {
    const spent = await spentActions(db, account.id, kind, quotasFor(kind, account.limits), now);
    await limiter.rebuild(account.id, kind, spent, life);
  }
  return missing.length;
}

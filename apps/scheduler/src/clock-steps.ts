import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { claimClockStep, lastPlannedAt } from '@fairlead/db/repositories/plan-reports';
import { tellSpentAnew } from '@fairlead/db/repositories/spent';
import { browserQueueName } from '@fairlead/shared/queue/catalog';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Producer } from '@fairlead/shared/queue/producer';
import type { ClockWatch } from './clock-watch.ts';

export interface ClockStepDeps {
  db: Database;
  producer: Pick<Producer, 'promoteDelayed'>;
  limiter: Pick<Limiter, 'forget'>;
  clockWatch: ClockWatch;
}

/** Clocks of several machines differ by less. */
const SET_BACK_MS = 60_000;

/** The machine's clock may be set while we run: nothing may wait for a day because of it, and no limit be exceeded. */
export async function afterClockSteps(deps: ClockStepDeps, now: Date): Promise<void> {
  await afterSetBack(deps, now);
  await afterSetForward(deps, now);
}

/** Delayed jobs are due by the wall clock: set back by a day, it would keep them, and all like them, for a day. */
async function afterSetBack({ db, producer }: ClockStepDeps, now: Date): Promise<void> {
  const lastAt = await lastPlannedAt(db);
  if (lastAt === null || lastAt.getTime() - now.getTime() < SET_BACK_MS) return;
  const accounts = await listAccounts(db);
  await producer.promoteDelayed(['ml', ...accounts.map(({ id }) => browserQueueName(id))]);
}

/** What was done an hour ago would look a day old, and its place in the window free. */
async function afterSetForward({ db, limiter, clockWatch }: ClockStepDeps, now: Date): Promise<void> {
  const byMs = clockWatch.setForwardByMs();
  if (byMs === 0) return;
  const isOurs = await db.transaction().execute(async (trx) => {
    const claimed = await claimClockStep(trx, byMs, now);
    if (claimed) await tellSpentAnew(trx, byMs, now);
    return claimed;
  });
  if (!isOurs) return;
  for (const { id } of await listAccounts(db)) await limiter.forget(id);
}

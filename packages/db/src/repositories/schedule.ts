import type { Lane } from '@fairlead/shared/domain/lane';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/**
 * Moves a lane from one instant to the next. False when another scheduler moved it first, and then
 * that one enqueues. `from` is null for a lane that never fired.
 */
export async function claimLane(
  db: Database,
  campaignId: number,
  lane: Lane,
  from: Date | null,
  nextAt: Date,
): Promise<boolean> {
  if (from === null) {
    const inserted = await db
      .insertInto('lane_schedule')
      .values({ campaign_id: campaignId, lane, next_at: nextAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('campaign_id')
      .executeTakeFirst();
    return inserted !== undefined;
  }
  const updated = await db
    .updateTable('lane_schedule')
    .set({ next_at: nextAt })
    .where('campaign_id', '=', campaignId)
    .where('lane', '=', lane)
    .where('next_at', '=', from)
    .returning('campaign_id')
    .executeTakeFirst();
  return updated !== undefined;
}

export interface LaneClosure {
  accountId: number;
  lane: string;
  until: Date;
  reason: string;
}

/** Closes a lane for an account; a later closing time wins. */
export async function closeLane(db: Database, closure: LaneClosure): Promise<void> {
  await db
    .insertInto('lane_closure')
    .values({
      account_id: closure.accountId,
      lane: closure.lane,
      until: closure.until,
      reason: closure.reason,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'lane'])
        .doUpdateSet({ until: closure.until, reason: closure.reason })
        .where('lane_closure.until', '<', closure.until),
    )
    .execute();
}

/** Closures that still hold. */
export async function closuresAt(db: Database, now: Date): Promise<LaneClosure[]> {
  return await db
    .selectFrom('lane_closure')
    .select(['account_id as accountId', 'lane', 'until', 'reason'])
    .where('until', '>', now)
    .execute();
}

type NextAt = Partial<Record<Lane, Date>>;

/**
 * When each lane of each campaign fires next; a lane that never fired is absent. The rows come in one
 * list per lane: thirty thousand rows, one by one, would take longer to receive than to find.
 */
export async function readSchedules(db: Database): Promise<ReadonlyMap<number, NextAt>> {
  const lists = await db
    .selectFrom('lane_schedule')
    .select([
      'lane',
      sql<number[]>`json_agg(campaign_id)`.as('campaignIds'),
      sql<number[]>`json_agg(date_part('epoch', next_at) * 1000)`.as('nextAtMs'),
    ])
    .groupBy('lane')
    .execute();
  const schedules = new Map<number, NextAt>();
  for (const { lane, campaignIds, nextAtMs } of lists) {
    for (const [i, campaignId] of campaignIds.entries()) {
      const nextAt = schedules.get(campaignId) ?? {};
      nextAt[lane] = new Date(Math.round(nextAtMs[i] ?? 0));
      schedules.set(campaignId, nextAt);
    }
  }
  return schedules;
}

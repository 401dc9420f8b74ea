import type { Lane } from '@fairlead/shared/domain/lane';
import type { Database } from '../database.ts';

/** When a lane of a campaign fires next. */
export interface LaneSchedule {
  campaignId: number;
  lane: Lane;
  nextAt: Date;
}

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

export async function laneSchedules(db: Database): Promise<LaneSchedule[]> {
  return await db
    .selectFrom('lane_schedule')
    .select(['campaign_id as campaignId', 'lane', 'next_at as nextAt'])
    .execute();
}

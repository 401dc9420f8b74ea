import type { Lane } from '@fairlead/shared/domain/lane';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A lane's move from one instant to the next. `from` is null for a lane that never fired. */
export interface LaneClaim {
  campaignId: number;
  lane: Lane;
  from: Date | null;
  nextAt: Date;
}

/**
 * Moves lanes. Returns those it moved: another scheduler moved the others first, or is about to, and then
 * that one enqueues.
 */
export async function claimLanes<C extends LaneClaim>(db: Database, claims: readonly C[]): Promise<C[]> {
  const keyOf = ({ campaignId, lane }: Pick<LaneClaim, 'campaignId' | 'lane'>) => `${campaignId} ${lane}`;
  const moved = [
    ...(await claimNew(
      db,
      claims.filter(({ from }) => from === null),
    )),
    ...(await claimKnown(
      db,
      claims.filter(({ from }) => from !== null),
    )),
  ];
  const won = new Set(moved.map(keyOf));
  return claims.filter((claim) => won.has(keyOf(claim)));
}

type ClaimedLane = Pick<LaneClaim, 'campaignId' | 'lane'>;

async function claimNew(db: Database, claims: readonly LaneClaim[]): Promise<ClaimedLane[]> {
  if (claims.length === 0) return [];
  return await db
    .insertInto('lane_schedule')
    .values(
      claims.map(({ campaignId, lane, nextAt }) => ({ campaign_id: campaignId, lane, next_at: nextAt })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['campaign_id as campaignId', 'lane'])
    .execute();
}

async function claimKnown(db: Database, claims: readonly LaneClaim[]): Promise<ClaimedLane[]> {
  if (claims.length === 0) return [];
  // Skips what another scheduler holds: whoever waited could wait for one that waits in turn.
  const { rows } = await sql<ClaimedLane>`
    with mine as (
      select lane_schedule.campaign_id, lane_schedule.lane, claim.next_at
      from unnest(
        ${claims.map(({ campaignId }) => campaignId)}::int[], ${claims.map(({ lane }) => lane)}::text[],
        ${claims.map(({ from }) => from)}::timestamptz[], ${claims.map(({ nextAt }) => nextAt)}::timestamptz[]
      ) as claim (campaign_id, lane, from_at, next_at)
      join lane_schedule on lane_schedule.campaign_id = claim.campaign_id and lane_schedule.lane = claim.lane
        and lane_schedule.next_at = claim.from_at
      for update of lane_schedule skip locked
    )
    update lane_schedule set next_at = mine.next_at from mine
    where lane_schedule.campaign_id = mine.campaign_id and lane_schedule.lane = mine.lane
    returning lane_schedule.campaign_id as "campaignId", lane_schedule.lane`.execute(db);
  return rows;
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

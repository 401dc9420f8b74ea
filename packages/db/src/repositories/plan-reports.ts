import type { Lane } from '@fairlead/shared/domain/lane';
import { z } from 'zod';
import type { Database, Tx } from '../database.ts';

const Planned = z.array(z.object({ name: z.string(), payload: z.record(z.string(), z.unknown()) }));
const Waiting = z.array(
  z.object({
    campaignId: z.int(),
    lane: z.string(),
    reason: z.string(),
    until: z.coerce.date().nullable(),
  }),
);

/** What the last tick planned, and why it did not plan the rest. */
export interface PlanReport {
  at: Date;
  planned: z.infer<typeof Planned>;
  waiting: z.infer<typeof Waiting>;
}

export interface NewPlanReport {
  at: Date;
  planned: readonly { name: string; payload: Readonly<Record<string, unknown>> }[];
  waiting: readonly { campaignId: number; lane: Lane; reason: string; until: Date | null }[];
}

/** Keeps only the newest report. */
export async function savePlanReport(db: Database, report: NewPlanReport): Promise<void> {
  const values = {
    at: report.at,
    planned: JSON.stringify(report.planned),
    waiting: JSON.stringify(report.waiting),
  };
  await db
    .insertInto('plan_report')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** Null before the first tick. */
export async function latestPlanReport(db: Database): Promise<PlanReport | null> {
  const row = await db.selectFrom('plan_report').select(['at', 'planned', 'waiting']).executeTakeFirst();
  return row
    ? { at: row.at, planned: Planned.parse(row.planned), waiting: Waiting.parse(row.waiting) }
    : null;
}

/** When the last tick planned; null before the first. */
export async function lastPlannedAt(db: Database): Promise<Date | null> {
  const row = await db.selectFrom('plan_report').select('at').executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Claims what must be done once after the clock was set forward, whichever replica finds it out: false
 * when the last report is of the clock as it goes now.
 */
export async function claimClockStep(trx: Tx, byMs: number, now: Date): Promise<boolean> {
  const row = await trx
    .updateTable('plan_report')
    .set({ at: now })
    .where('at', '<', new Date(now.getTime() - byMs / 2))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

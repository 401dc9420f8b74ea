import {
  type HealthEvent,
  type HealthState,
  nextHealth,
  SOUND,
} from '@fairlead/shared/domain/account-health';
import type { Selectable } from 'kysely';
import type { Database, Tx } from '../database.ts';
import type { AccountTable } from '../tables/operation-tables.ts';

export const HEALTH_COLUMNS = [
  'health',
  'health_reason',
  'stop_cause',
  'breaker_trips',
  'breaker_open_until',
  'breaker_reason',
  'writes_paused_at',
  'writes_paused_probe',
  'writes_paused_reason',
] as const satisfies readonly (keyof AccountTable)[];

type HealthRow = Pick<Selectable<AccountTable>, (typeof HEALTH_COLUMNS)[number]>;

export function toHealthState(row: HealthRow): HealthState {
  const { writes_paused_at: since, writes_paused_probe: probe, writes_paused_reason: why } = row;
  return {
    health: row.health,
    reason: row.health_reason,
    // Workers of the version before stop and resume without it.
    cause: row.health === 'stopped' ? row.stop_cause : null,
    breaker: { trips: row.breaker_trips, openUntil: row.breaker_open_until, reason: row.breaker_reason },
    writesPause: since && probe !== null && why !== null ? { since, probe, reason: why } : null,
  };
}

function toHealthRow({ health, reason, cause, breaker, writesPause }: HealthState): HealthRow {
  return {
    health,
    health_reason: reason,
    stop_cause: cause,
    breaker_trips: breaker.trips,
    breaker_open_until: breaker.openUntil,
    breaker_reason: breaker.reason,
    writes_paused_at: writesPause?.since ?? null,
    writes_paused_probe: writesPause?.probe ?? null,
    writes_paused_reason: writesPause?.reason ?? null,
  };
}

/** The columns of an account of which nothing bad is known but, perhaps, that it may not write. */
export function forgottenHealth(): Omit<HealthRow, `writes_${string}`> {
  const { writes_paused_at, writes_paused_probe, writes_paused_reason, ...columns } = toHealthRow(SOUND);
  return columns;
}

/** Applies an event to the account's health. Returns the state after it, and whether it is another. */
export async function applyHealthEvent(
  db: Database,
  id: number,
  event: HealthEvent,
  breakerHours?: readonly number[],
): Promise<{ changed: boolean; state: HealthState }> {
  return await db.transaction().execute((trx) => changeHealth(trx, id, event, breakerHours));
}

/** The same as part of a transaction. Returns the state before it, too. */
export async function changeHealth(
  trx: Tx,
  id: number,
  event: HealthEvent,
  breakerHours?: readonly number[],
): Promise<{ changed: boolean; before: HealthState; state: HealthState }> {
  const row = await trx
    .selectFrom('account')
    .select(HEALTH_COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const before = toHealthState(row);
  const state = nextHealth(before, event, breakerHours);
  await trx
    .updateTable('account')
    .set({
      ...toHealthRow(state),
      // A human who has looked allows one more login.
      ...(event.kind === 'human-cleared' ? { login_at: null } : {}),
    })
    .where('id', '=', id)
    .execute();
  return { changed: !isSame(before, state), before, state };
}

/** Sound in other words is sound: clearing what is clear changes nothing. */
function isSame(a: HealthState, b: HealthState): boolean {
  return JSON.stringify(toHealthRow(a)) === JSON.stringify(toHealthRow(b));
}

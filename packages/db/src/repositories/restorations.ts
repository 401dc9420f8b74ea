import { DAY_MS, type Quota, type Spent } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import { type Database, onlyRow, type Tx } from '../database.ts';

/** A restored backup. What was done between the two instants, in a life that is lost, is not in the ledger. */
export interface Restoration {
  id: number;
  /** The last sign of life in the backup. */
  backedUpAt: Date;
  restoredAt: Date;
}

/** Every restored backup of this database's history, oldest first. */
export async function listRestorations(db: Database): Promise<Restoration[]> {
  return await db
    .selectFrom('restoration')
    .select(['id', 'backed_up_at as backedUpAt', 'restored_at as restoredAt'])
    .orderBy('id')
    .execute();
}

/** Which life of the database this is: another after every restored backup. */
export async function lifeOf(db: Database): Promise<string> {
  const restored = (await listRestorations(db)).at(-1);
  return restored ? `restored-${restored.restoredAt.getTime()}` : 'first';
}

/**
 * Writes down that a backup was restored, and stops every account until a human has looked: nobody else
 * knows whether the system it comes from still runs. Returns since when the ledger knows nothing.
 */
export async function recordRestoration(trx: Tx, now: Date): Promise<Date> {
  const lastSign = await lastSignOfLife(trx);
  const backedUpAt = lastSign < now ? lastSign : now;
  await trx.insertInto('restoration').values({ backed_up_at: backedUpAt, restored_at: now }).execute();
  const reason = `Restored from a backup of ${backedUpAt.toISOString()}: make sure that the system it comes from is stopped, then resume.`;
  // What waits for an answer since then is on the list of sent invitations, which is now read anew.
  const stopped = {
    health: 'stopped',
    health_reason: reason,
    stop_cause: null,
    sent_list_read_at: null,
  } as const;
  await trx.updateTable('account').set(stopped).execute();
  return backedUpAt;
}

/** The newest instant that the rows know of; the beginning of time when they know none. */
async function lastSignOfLife(db: Database): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select greatest(
      'epoch'::timestamptz,
      (select max(at) from plan_report),
      (select max(at) from event),
      (select max(intent_at) from action)
    ) as at`.execute(db);
  return onlyRow(rows).at;
}

/**
 * What a lost life of the account may have done inside the longest of the windows: each of its days all
 * that a day allows, as late as it can have been.
 */
export async function assumedActions(
  db: Database,
  accountId: number,
  quotas: readonly Quota[],
  now: Date,
): Promise<Spent[]> {
  const restored = await restoredWithin(db, quotas, now);
  if (restored.length === 0) return [];
  const { created_at: createdAt } = await db
    .selectFrom('account')
    .select('created_at')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return assumedBy(restored, createdAt, quotas, now);
}

/** The same for many accounts at once: what is assumed of each. */
export async function assumedForAccounts(
  db: Database,
  accounts: readonly { id: number; quotas: readonly Quota[] }[],
  now: Date,
): Promise<{ accountId: number; at: Date }[]> {
  const restored = await restoredWithin(
    db,
    accounts.flatMap(({ quotas }) => quotas),
    now,
  );
  if (restored.length === 0) return [];
  const rows = await db.selectFrom('account').select(['id', 'created_at']).execute();
  const createdAt = new Map(rows.map((row) => [row.id, row.created_at]));
  return accounts.flatMap(({ id, quotas }) =>
    assumedBy(restored, createdAt.get(id) ?? now, quotas, now).map(({ at }) => ({ accountId: id, at })),
  );
}

const longestMs = (quotas: readonly Quota[]): number =>
  Math.max(0, ...quotas.map(({ windowMs }) => windowMs));

/** Restorations that a window still holds. */
async function restoredWithin(db: Database, quotas: readonly Quota[], now: Date): Promise<Restoration[]> {
  const since = now.getTime() - longestMs(quotas);
  return (await listRestorations(db)).filter(({ restoredAt }) => restoredAt.getTime() > since);
}

function assumedBy(
  restored: readonly Restoration[],
  createdAt: Date,
  quotas: readonly Quota[],
  now: Date,
): Spent[] {
  const windows = quotas.toSorted((a, b) => a.windowMs - b.windowMs);
  const since = now.getTime() - longestMs(quotas);
  return restored
    .filter(({ restoredAt }) => restoredAt.getTime() > since && createdAt <= restoredAt)
    .flatMap((each) => spentBetween(each, windows, since));
}

function spentBetween(
  { id, backedUpAt, restoredAt }: Restoration,
  windows: readonly Quota[],
  sinceMs: number,
): Spent[] {
  const [perDay = 0, most = 0] = [windows[0]?.max, windows.at(-1)?.max];
  const days: Date[] = [];
  const firstMs = Math.max(sinceMs, backedUpAt.getTime());
  for (let ms = restoredAt.getTime(); ms > firstMs; ms -= DAY_MS) days.push(new Date(ms));
  return days
    .flatMap((at) => Array.from({ length: perDay }, () => at))
    .slice(0, most)
    .map((at, n) => ({ token: `assumed-${id}-${n}`, at }));
}

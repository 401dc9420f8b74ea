import { LIVE_ACTION_STATES } from '@fairlead/shared/domain/action';
import { type LimitedKind, type Quota, type Spent, WEEK_MS } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { assumedActions } from './restorations.ts';

const ACTION = 'action-';
const HAND = 'hand-';

/** Whether something spent was not done by this system: by the operator's hand, or, as is assumed, by a life of the database that is lost. */
export function isByHand(token: string): boolean {
  return !token.startsWith(ACTION);
}

/** Acts that count against a limit for as long as a window holds them. */
export function liveActions(db: Database, kind: LimitedKind) {
  return db
    .selectFrom('action')
    .where('action.kind', '=', kind)
    .where('action.state', 'in', LIVE_ACTION_STATES);
}

/** Invitations the operator sent since then. */
export function sentByHand(db: Database, since: Date) {
  return db.selectFrom('hand_sent_invite').where('sent_at', '>', since);
}

/**
 * What counts against the account's limits inside the longest of the windows, oldest first: live acts
 * of the ledger, what a life that is lost may have done, and for invitations also those the operator sent by
 * hand. An act counts from the last moment at which it can have been done, so that no real window ever holds
 * more than the limit.
 */
export async function spentActions(
  db: Database,
  accountId: number,
  kind: LimitedKind,
  quotas: readonly Quota[],
  now: Date,
): Promise<Spent[]> {
  const longestMs = Math.max(0, ...quotas.map(({ windowMs }) => windowMs));
  const since = new Date(now.getTime() - longestMs);
  const rows = await liveActions(db, kind)
    .select(['id', 'latest_at'])
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('latest_at', 'is', null), eb('latest_at', '>', since)]))
    .execute();
  const acts = rows.map(({ id, latest_at }) => ({ token: `${ACTION}${id}`, at: latest_at ?? now }));
  const byHand = kind === 'invite' ? await handSentInvites(db, accountId, since) : [];
  const assumed = await assumedActions(db, accountId, quotas, now);
  return [...acts, ...byHand, ...assumed].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function handSentInvites(db: Database, accountId: number, since: Date): Promise<Spent[]> {
  const rows = await sentByHand(db, since)
    .select(['public_id', 'sent_at as at'])
    .where('account_id', '=', accountId)
    .execute();
  return rows.map(({ public_id, at }) => ({ token: `${HAND}${public_id}`, at }));
}

/**
 * The clock was set forward by `byMs` and says `now`: what was done before would leave its window too
 * soon. Its time is told anew, by the clock as it goes now. Returns how many acts that concerns.
 */
export async function tellSpentAnew(trx: Tx, byMs: number, now: Date): Promise<number> {
  const since = new Date(now.getTime() - WEEK_MS - byMs);
  const anew = (column: 'latest_at' | 'sent_at') =>
    sql<Date>`least(${sql.ref(column)} + ${byMs} * interval '1 millisecond', ${now})`;
  const { numUpdatedRows } = await trx
    .updateTable('action')
    .from('account')
    .whereRef('account.id', '=', 'action.account_id')
    .set((eb) => ({ latest_at: anew('latest_at'), fencing_token: eb.ref('account.fencing_token') }))
    .where('latest_at', '>', since)
    .executeTakeFirst();
  await trx
    .updateTable('hand_sent_invite')
    .set({ sent_at: anew('sent_at') })
    .where('sent_at', '>', since)
    .execute();
  return Number(numUpdatedRows);
}

/** A row of LinkedIn's list of sent invitations that still wait for an answer. */
export interface ListedInvite {
  publicId: string;
  /** Not earlier than it was really sent, so that it never leaves a window too soon. */
  sentAt: Date;
}

/**
 * Stores which invitations on the account's sent list are none of ours: the operator sent them by
 * hand. One that was stored before keeps its first date. Returns the new ones.
 */
export async function recordSentList(
  db: Database,
  accountId: number,
  listed: readonly ListedInvite[],
  now: Date,
): Promise<Spent[]> {
  await db.updateTable('account').set({ sent_list_read_at: now }).where('id', '=', accountId).execute();
  const ours = await invitedPublicIds(
    db,
    accountId,
    listed.map(({ publicId }) => publicId),
  );
  const byHand = listed.filter(({ publicId }) => !ours.has(publicId));
  if (byHand.length === 0) return [];
  const rows = await db
    .insertInto('hand_sent_invite')
    .values(
      byHand.map(({ publicId, sentAt }) => ({
        account_id: accountId,
        public_id: publicId,
        sent_at: sentAt,
        seen_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['public_id', 'sent_at as at'])
    .execute();
  return rows.map(({ public_id, at }) => ({ token: `${HAND}${public_id}`, at }));
}

async function invitedPublicIds(
  db: Database,
  accountId: number,
  publicIds: readonly string[],
): Promise<Set<string>> {
  if (publicIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('action')
    .innerJoin('lead', 'lead.id', 'action.lead_id')
    .select('lead.public_id')
    .where('action.account_id', '=', accountId)
    .where('action.kind', '=', 'invite')
    .where('action.state', 'in', LIVE_ACTION_STATES)
    .where('lead.public_id', 'in', publicIds)
    .execute();
  return new Set(rows.map(({ public_id }) => public_id));
}

/** When the account's sent list was last read; null when never. */
export async function sentListReadAt(db: Database, accountId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('account')
    .select('sent_list_read_at as at')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return row.at;
}

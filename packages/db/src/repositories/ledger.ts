import {
  type ActionState,
  canActionGo,
  LIVE_ACTION_STATES,
  OPEN_ACTION_STATES,
} from '@fairlead/shared/domain/action';
import { type ActionKind, type LimitedKind, nextFreeAt, type Quota } from '@fairlead/shared/domain/limits';
import type { Database, Tx } from '../database.ts';

export interface NewAction {
  kind: ActionKind;
  accountId: number;
  leadId: number;
  dealId: number;
  messageId: number | null;
  /** Of the lease under which the account is worked. */
  fencingToken: number;
}

export interface OpenAction extends NewAction {
  id: number;
  state: ActionState;
  intentAt: Date;
}

export type Intent =
  | { kind: 'intended'; actionId: number }
  /** The same act is already live: nothing may be done. */
  | { kind: 'duplicate' }
  | { kind: 'over-limit'; freeAt: Date | null };

/**
 * Writes the intent of an irreversible act, before anything is done. The unique indexes forbid a
 * second live one, and the windows are counted once more here, where it cannot be raced: the account
 * row is locked for the transaction.
 */
export async function intendAction(
  trx: Tx,
  action: NewAction,
  quotas: readonly Quota[],
  now: Date,
): Promise<Intent> {
  await trx.selectFrom('account').select('id').where('id', '=', action.accountId).forUpdate().execute();
  if (action.kind !== 'withdraw') {
    const spent = await spentActions(trx, action.accountId, action.kind, quotas, now);
    const freeAt = nextFreeAt(
      spent.map(({ at }) => at),
      quotas,
      now,
    );
    if (freeAt === null || freeAt > now) return { kind: 'over-limit', freeAt };
  }
  const row = await trx
    .insertInto('action')
    .values({
      kind: action.kind,
      state: 'intent',
      account_id: action.accountId,
      lead_id: action.leadId,
      deal_id: action.dealId,
      message_id: action.messageId,
      fencing_token: action.fencingToken,
      intent_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row ? { kind: 'intended', actionId: row.id } : { kind: 'duplicate' };
}

export interface ActionEnd {
  to: Exclude<ActionState, 'intent' | 'started'>;
  reason?: string;
  evidence?: Readonly<Record<string, unknown>>;
}

/** intent → started: the last step before the browser acts. False when the row is not an intent any more. */
export async function startAction(db: Database, actionId: number, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('action')
    .set({ state: 'started', started_at: now })
    .where('id', '=', actionId)
    .where('state', '=', 'intent')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes what became of an act that is in state `from`. False when somebody else settled it. */
export async function endAction(
  db: Database,
  actionId: number,
  from: ActionState,
  end: ActionEnd,
  now: Date,
): Promise<boolean> {
  if (!canActionGo(from, end.to)) throw new RangeError(`An action cannot go from ${from} to ${end.to}.`);
  const row = await db
    .updateTable('action')
    .set({
      state: end.to,
      finished_at: end.to === 'unknown' ? null : now,
      reason: end.reason ?? null,
      evidence: JSON.stringify(end.evidence ?? {}),
    })
    .where('id', '=', actionId)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Acts of the account that were begun and have no outcome: a crash lies behind them. Oldest first. */
export async function openActions(db: Database, accountId: number): Promise<OpenAction[]> {
  return await db
    .selectFrom('action')
    .select([
      'id',
      'kind',
      'state',
      'account_id as accountId',
      'lead_id as leadId',
      'deal_id as dealId',
      'message_id as messageId',
      'fencing_token as fencingToken',
      'intent_at as intentAt',
    ])
    .where('account_id', '=', accountId)
    .where('state', 'in', OPEN_ACTION_STATES)
    .orderBy('id')
    .execute();
}

/** What counts against the account's limits inside the longest of the windows. */
export async function spentActions(
  db: Database,
  accountId: number,
  kind: LimitedKind,
  quotas: readonly Quota[],
  now: Date,
): Promise<{ token: string; at: Date }[]> {
  const longestMs = Math.max(0, ...quotas.map(({ windowMs }) => windowMs));
  const rows = await db
    .selectFrom('action')
    .select(['id', 'intent_at as at'])
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('state', 'in', LIVE_ACTION_STATES)
    .where('intent_at', '>', new Date(now.getTime() - longestMs))
    .orderBy('intent_at')
    .execute();
  return rows.map(({ id, at }) => ({ token: `action-${id}`, at }));
}

/** Whether the account sent this person an invitation, for whatever campaign. */
export async function wasInvited(db: Database, accountId: number, leadId: number): Promise<boolean> {
  const row = await db
    .selectFrom('action')
    .select('id')
    .where('kind', '=', 'invite')
    .where('account_id', '=', accountId)
    .where('lead_id', '=', leadId)
    .where('state', '=', 'done')
    .executeTakeFirst();
  return row !== undefined;
}

import { type ActionState, canActionGo } from '@fairlead/shared/domain/action';
import { type ActionKind, nextFreeAt, type Quota } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import { type Database, type Tx, unlessFenced } from '../database.ts';
import { assertPermitted, lockApprovalMode } from './permission.ts';
import { spentActions } from './spent.ts';

export interface NewAction {
  kind: ActionKind;
  accountId: number;
  leadId: number;
  dealId: number;
  messageId: number | null;
  /** What the worker is about to send; null for other acts. */
  text: string | null;
  /** Under which the account is worked: `takeFence`. */
  fencingToken: number;
}

export type Intent =
  | { kind: 'intended'; actionId: number }
  /** The same act is already live: nothing may be done. */
  | { kind: 'duplicate' }
  | { kind: 'over-limit'; freeAt: Date | null };

/**
 * Writes the intent of an irreversible act, before anything is done. The unique indexes forbid a
 * second live one, and the windows are counted once more here, where it cannot be raced: the account
 * row is locked for the transaction. Throws `Stale` under an old fencing token, where the deal is closed, and
 * where the campaign's approval mode does not permit this act, or not with this text.
 */
export async function intendAction(
  trx: Tx,
  action: NewAction,
  quotas: readonly Quota[],
  now: Date,
): Promise<Intent> {
  // Before the account: whoever saves a campaign locks it first, too.
  const mode = await lockApprovalMode(trx, action.dealId);
  await trx.selectFrom('account').select('id').where('id', '=', action.accountId).forUpdate().execute();
  if (action.kind !== 'withdraw') {
    await assertPermitted(trx, action, mode);
    const spent = await spentActions(trx, action.accountId, action.kind, quotas, now);
    const freeAt = nextFreeAt(
      spent.map(({ at }) => at),
      quotas,
      now,
    );
    if (freeAt === null || freeAt > now) return { kind: 'over-limit', freeAt };
  }
  const row = await unlessFenced(() =>
    trx
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
      .executeTakeFirst(),
  );
  return row ? { kind: 'intended', actionId: row.id } : { kind: 'duplicate' };
}

export interface ActionEnd {
  to: Exclude<ActionState, 'intent' | 'started'>;
  reason?: string;
  evidence?: Readonly<Record<string, unknown>>;
}

/**
 * intent → started: the last step before a click that may act. Called again before each further one:
 * then nothing changes, but an account taken over meanwhile is found out. False when the row is
 * neither an intent nor started any more. Throws `Stale` under an old fencing token.
 */
export async function startAction(
  db: Database,
  actionId: number,
  fencingToken: number,
  now: Date,
): Promise<boolean> {
  const row = await unlessFenced(() =>
    db
      .updateTable('action')
      .set((eb) => ({
        state: 'started',
        started_at: eb.fn.coalesce('started_at', eb.val(now)),
        fencing_token: fencingToken,
      }))
      .where('id', '=', actionId)
      .where('state', 'in', ['intent', 'started'])
      .returning('id')
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/**
 * Writes what became of an act that is in state `from`. False when somebody else settled it. Throws
 * `Stale` under an old fencing token, `RangeError` on a transition the state machine does not have.
 */
export async function endAction(
  db: Database,
  actionId: number,
  fencingToken: number,
  from: ActionState,
  end: ActionEnd,
  now: Date,
): Promise<boolean> {
  if (!canActionGo(from, end.to)) throw new RangeError(`An action cannot go from ${from} to ${end.to}.`);
  const row = await unlessFenced(() =>
    db
      .updateTable('action')
      .set({
        state: end.to,
        finished_at: end.to === 'unknown' ? null : now,
        // Of one that was unknown, the first word stands: settling it does not make it later.
        latest_at: sql`coalesce(latest_at, ${now})`,
        reason: end.reason ?? null,
        evidence: JSON.stringify(end.evidence ?? {}),
        fencing_token: fencingToken,
      })
      .where('id', '=', actionId)
      .where('state', '=', from)
      .returning('id')
      .executeTakeFirst(),
  );
  return row !== undefined;
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

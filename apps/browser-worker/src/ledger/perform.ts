import type { Database, Tx } from '@fairlead/db/database';
import {
  type ActionEnd,
  endAction,
  intendAction,
  type NewAction,
  startAction,
} from '@fairlead/db/repositories/ledger';
import type { Lane } from '@fairlead/shared/domain/lane';
import { DAY_MS, type LimitedKind, type Quota, WEEK_MS } from '@fairlead/shared/domain/limits';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, LimitReached, Stale } from '@fairlead/shared/runtime/errors';
import type { WriteOutcome } from '../driver/port.ts';

export interface PerformDeps {
  db: Database;
  limiter: Limiter;
  clock: Clock;
}

export interface PerformOptions {
  lane: Lane;
  action: NewAction & { kind: LimitedKind };
  quotas: readonly Quota[];
  /** The act itself: one call of the driver. */
  act: () => Promise<WriteOutcome>;
  /** What the outcome means for the deal, in the transaction that writes the outcome. */
  apply: (trx: Tx, outcome: WriteOutcome, now: Date) => Promise<void>;
}

/**
 * One irreversible act: intent → act → verify → outcome. The ledger row is written first and the
 * database forbids a second live one. An error in between leaves `unknown`, which is settled by
 * reading LinkedIn, never by acting again.
 * Throws `LimitReached` when a window is full, `Stale` when the same act is already live.
 */
export async function performAction(deps: PerformDeps, options: PerformOptions): Promise<WriteOutcome> {
  const { db, limiter, clock } = deps;
  const { accountId, kind, dealId } = options.action;
  const token = `${kind}-${dealId}-${clock.now().getTime()}`;
  const reservation = await limiter.reserve(accountId, kind, options.quotas, token, clock.now());
  if (!reservation.granted) throw limitReached(options.lane, kind, reservation.freeAt);
  let mayHaveHappened = false;
  try {
    const actionId = await intend(deps, options);
    if (!(await startAction(db, actionId, clock.now())))
      throw new Stale('The intent was settled by somebody else.');
    mayHaveHappened = true;
    const outcome = await actOrMarkUnknown(deps, options, actionId);
    mayHaveHappened = outcome.kind === 'done' || outcome.kind === 'unknown';
    await db.transaction().execute(async (trx) => {
      if (await endAction(trx, actionId, 'started', endOf(outcome), clock.now())) {
        await options.apply(trx, outcome, clock.now());
      }
    });
    return outcome;
  } finally {
    if (!mayHaveHappened) await limiter.release(accountId, kind, token);
  }
}

async function intend({ db, clock }: PerformDeps, options: PerformOptions): Promise<number> {
  const intent = await db
    .transaction()
    .execute((trx) => intendAction(trx, options.action, options.quotas, clock.now()));
  switch (intent.kind) {
    case 'intended':
      return intent.actionId;
    case 'duplicate':
      throw new Stale('The same act is already in the ledger.');
    case 'over-limit':
      throw limitReached(options.lane, options.action.kind, intent.freeAt ?? later(clock, DAY_MS));
  }
}

async function actOrMarkUnknown(
  { db, clock }: PerformDeps,
  options: PerformOptions,
  actionId: number,
): Promise<WriteOutcome> {
  try {
    return await options.act();
  } catch (thrown) {
    const { message } = coerceError(thrown);
    await endAction(db, actionId, 'started', { to: 'unknown', reason: message }, clock.now());
    throw thrown;
  }
}

function endOf(outcome: WriteOutcome): ActionEnd {
  const { evidence } = outcome;
  switch (outcome.kind) {
    case 'done':
      return { to: 'done', evidence };
    case 'refused':
      return { to: 'refused', reason: outcome.reason, evidence };
    case 'no-control':
      return { to: 'abandoned', reason: 'There was no way to act on the page.', evidence };
    case 'limit':
      return { to: 'abandoned', reason: outcome.reason, evidence };
    case 'unknown':
      return { to: 'unknown', reason: outcome.reason, evidence };
  }
}

function limitReached(lane: Lane, kind: LimitedKind, freeAt: Date): LimitReached {
  return new LimitReached(`The limit for ${kind}s is used up.`, lane, freeAt);
}

/** LinkedIn's own weekly limit: its window is not known, so a whole one of ours is waited for. */
export function weeklyLimitReached(lane: Lane, reason: string, clock: Clock): LimitReached {
  return new LimitReached(reason, lane, later(clock, WEEK_MS));
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

import type { ActionState } from '@fairlead/shared/domain/action';
import type { Lane } from '@fairlead/shared/domain/lane';
import { DAY_MS, type LimitedKind, type Quota } from '@fairlead/shared/domain/limits';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, LimitReached, Stale } from '@fairlead/shared/runtime/errors';
import type { BeforeClick, WriteOutcome } from '../driver/port.ts';
import type { Act, ActionEnd, Ledger } from './port.ts';
import type { WatchAct } from './watched-act.ts';

export interface PerformDeps<T> {
  ledger: Ledger<T>;
  limiter: Limiter;
  clock: Clock;
  watchAct: WatchAct;
}

export interface PerformOptions<T> {
  lane: Lane;
  action: Act;
  quotas: readonly Quota[];
  /** The act itself: one call of the driver, which asks `beforeClick` before each click that may act. */
  act: (beforeClick: BeforeClick) => Promise<WriteOutcome>;
  /** What the outcome means for the deal, in the transaction that writes the outcome. */
  apply: (trx: T, outcome: WriteOutcome, now: Date) => Promise<void>;
}

/**
 * One irreversible act: intent → act → verify → outcome. The ledger row is written first and the
 * database forbids a second live one. Only the last click makes it `started`; an error after it leaves
 * `unknown`, which is settled by reading LinkedIn, never by acting again.
 * Throws `LimitReached` when a window is full, `Stale` when the same act is already live or another
 * worker has taken the account over.
 */
export async function performAction<T>(
  deps: PerformDeps<T>,
  options: PerformOptions<T>,
): Promise<WriteOutcome> {
  const { ledger, limiter, clock } = deps;
  const { accountId, kind, dealId } = options.action;
  const token = `${kind}-${dealId}-${clock.now().getTime()}`;
  const reservation = await limiter.reserve(accountId, kind, options.quotas, token, clock.now());
  if (!reservation.granted) throw limitReached(options.lane, kind, reservation.freeAt);
  let isSpent = false;
  try {
    const actionId = await intend(deps, options);
    const progress = trackProgress(deps, actionId);
    // From the first click on it may have happened, whatever becomes of this process.
    const outcome = await actOrLeaveOpen(deps, options, actionId, progress).finally(() => {
      isSpent = progress.state() === 'started';
    });
    const end = endOf(outcome);
    // Found done without a click of ours: in the ledger it is like our own, so that it is never done again.
    if (end.to !== 'abandoned' && progress.state() === 'intent') await progress.beforeClick();
    const now = clock.now();
    await ledger.end(actionId, progress.state(), end, now, (trx) => options.apply(trx, outcome, now));
    isSpent = outcome.kind === 'done' || outcome.kind === 'unknown';
    return outcome;
  } finally {
    if (!isSpent) await limiter.release(accountId, kind, token);
  }
}

interface Progress {
  beforeClick: BeforeClick;
  /** `intent` as long as nothing was clicked. */
  state(): Extract<ActionState, 'intent' | 'started'>;
}

function trackProgress<T>({ ledger, clock }: PerformDeps<T>, actionId: number): Progress {
  let state: ReturnType<Progress['state']> = 'intent';
  return {
    state: () => state,
    beforeClick: async () => {
      const isOurs = await ledger.start(actionId, clock.now());
      if (!isOurs) throw new Stale('The intent was settled by somebody else.');
      state = 'started';
    },
  };
}

async function intend<T>(
  { ledger, clock }: PerformDeps<T>,
  { action, quotas, lane }: PerformOptions<T>,
): Promise<number> {
  const intent = await ledger.intend(action, quotas, clock.now());
  switch (intent.kind) {
    case 'intended':
      return intent.actionId;
    case 'duplicate':
      throw new Stale('The same act is already in the ledger.');
    case 'over-limit':
      throw limitReached(lane, action.kind, intent.freeAt ?? later(clock, DAY_MS));
  }
}

/** An act that breaks off before its first click certainly did nothing; after it, nobody knows. */
async function actOrLeaveOpen<T>(
  { ledger, clock, watchAct }: PerformDeps<T>,
  { action, act }: PerformOptions<T>,
  actionId: number,
  { beforeClick, state }: Progress,
): Promise<WriteOutcome> {
  try {
    return await watchAct(action, actionId, () => act(beforeClick));
  } catch (thrown) {
    const to = state() === 'intent' ? 'abandoned' : 'unknown';
    const end = { to, reason: coerceError(thrown).message } as const;
    await ledger.end(actionId, state(), end, clock.now(), () => Promise.resolve());
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

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

import { applyOutcome } from '@fairlead/db/repositories/act-outcomes';
import { getDeal } from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { endAction } from '@fairlead/db/repositories/ledger';
import { countReadAttempt, type OpenAction, openActions } from '@fairlead/db/repositories/open-actions';
import { MAX_READ_ATTEMPTS, readAgainAfterMs, TAKEOVER_QUIET_MS } from '@fairlead/shared/domain/action';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale, Throttled } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, sparing, usableAccount } from '../account-deps.ts';
import type { LinkedInDriver } from '../driver/port.ts';
import { readBack } from '../ledger/read-back.ts';

type Settled = 'done' | 'abandoned' | 'unknown';

/**
 * Acts that a crash or an unreadable page left open: an intent never reached the browser, and what may
 * have been done is read back from LinkedIn, never done again. What three readings do not tell goes to a
 * human. Until then the person is left alone.
 */
export function settle(deps: AccountDeps): Handler<'settle'> {
  return async ({ campaignId, accountId }, { signal, log }) => {
    await usableAccount(deps, accountId, 'settle');
    const actions = await openActions(deps.db, campaignId, accountId, deps.clock.now());
    if (actions.length === 0) throw new Stale('Every act has its outcome.');
    const intents = actions.filter(({ state }) => state === 'intent');
    for (const action of intents) await abandon(action, deps);
    const toRead = actions.filter(({ state }) => state !== 'intent');
    if (toRead.length === 0) return { outcome: 'settled', campaignId, abandoned: intents.length };
    waitForLateClicks(toRead, deps);
    return await deps.session.use(async (driver) => {
      const counts = { done: 0, abandoned: intents.length, unknown: 0 };
      for (const action of toRead) {
        if (signal.aborted) break;
        const outcome = await settleOne(action, driver, deps);
        log.info({ actionId: action.id, action: action.kind, outcome }, 'action settled');
        counts[outcome] += 1;
      }
      return { outcome: 'settled', campaignId, ...counts };
    });
  };
}

async function abandon(action: OpenAction, { db, clock, fencingToken }: AccountDeps): Promise<void> {
  const end = { to: 'abandoned', reason: 'It was never begun.' } as const;
  await endAction(db, action.id, fencingToken, 'intent', end, clock.now());
}

/** The former worker may have been paused right before its click, which may still land for a few seconds. */
function waitForLateClicks(
  actions: readonly OpenAction[],
  { fencingToken, sinceTakeoverMs, clock }: AccountDeps,
): void {
  const quietMs = TAKEOVER_QUIET_MS - sinceTakeoverMs();
  if (quietMs <= 0 || actions.every((action) => action.fencingToken === fencingToken)) return;
  const retryAt = new Date(clock.now().getTime() + quietMs / clock.toRealMs(1));
  throw new Throttled(
    'The account was just taken over; a click of its former worker may still land.',
    retryAt,
  );
}

async function settleOne(action: OpenAction, driver: LinkedInDriver, deps: AccountDeps): Promise<Settled> {
  const deal = await getDeal(deps.db, action.dealId);
  if (!deal) throw new Error(`The act ${action.id} has no deal.`);
  const setAside = () => lookAgain(action, 'The page did not answer.', deps);
  const reading = await sparing(deps.clock, setAside, () => readBack(deps, driver, action, deal));
  if (reading.kind === 'unknown') return await lookAgain(action, reading.reason, deps);
  const to = reading.kind === 'done' ? 'done' : 'abandoned';
  const { db, clock, limiter, fencingToken } = deps;
  const { evidence } = reading;
  const now = clock.now();
  await db.transaction().execute(async (trx) => {
    const reason = 'Settled by reading LinkedIn after an interruption.';
    const end = { to, reason, evidence } as const;
    if (!(await endAction(trx, action.id, fencingToken, action.state, end, now))) return;
    await applyOutcome(trx, action, { kind: reading.kind === 'done' ? 'done' : 'no-control' }, now);
  });
  // Its place is free again: the next tick counts anew, from the ledger.
  if (to === 'abandoned') await limiter.forget(action.accountId);
  return to;
}

/** One more reading in vain: looked at again later, and after the last one by a human. */
async function lookAgain(
  action: OpenAction,
  reason: string,
  { db, clock, fencingToken }: AccountDeps,
): Promise<Settled> {
  const now = clock.now();
  const attempts = action.readAttempts + 1;
  const isLast = attempts >= MAX_READ_ATTEMPTS;
  const next = isLast
    ? { needsHumanAt: now }
    : { lookAfter: new Date(now.getTime() + readAgainAfterMs(attempts)) };
  await db.transaction().execute(async (trx) => {
    if (action.state === 'started') {
      await endAction(trx, action.id, fencingToken, 'started', { to: 'unknown', reason }, now);
      await applyOutcome(trx, action, { kind: 'unknown', reason }, now);
    }
    if (!(await countReadAttempt(trx, action, fencingToken, next)) || !isLast) return;
    const { campaignId, accountId, leadId, dealId } = action;
    const ids = { campaignId, accountId, leadId, dealId };
    await recordEvent(trx, { kind: 'action.needs-human', ...ids, detail: reason }, now);
  });
  return 'unknown';
}

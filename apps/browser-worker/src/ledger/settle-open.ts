import { type DealTarget, getDeal } from '@fairlead/db/repositories/deals';
import { endAction, type OpenAction, openActions } from '@fairlead/db/repositories/ledger';
import { getMessageText } from '@fairlead/db/repositories/messages';
import type { ActionState } from '@fairlead/shared/domain/action';
import { DAY_MS } from '@fairlead/shared/domain/limits';
import { coerceError, FairleadError, SkipProfile } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { type AccountDeps, personOf, readState } from '../account-deps.ts';
import type { LinkedInDriver, WriteOutcome } from '../driver/port.ts';
import { applyInvite, applyMessage } from './apply.ts';

/**
 * Acts of this account that a crash left open, settled before anything new is done: an intent never
 * reached the browser; what was started is read back from LinkedIn. What cannot be read stays
 * `unknown`, its person is left alone, and another day is waited before the next look.
 */
export async function settleOpenActions(
  deps: AccountDeps,
  driver: LinkedInDriver,
  accountId: number,
  log: Logger,
): Promise<void> {
  for (const action of await openActions(deps.db, accountId)) await settle(deps, driver, action, log);
}

async function settle(
  deps: AccountDeps,
  driver: LinkedInDriver,
  action: OpenAction,
  log: Logger,
): Promise<void> {
  const { db, clock, lookAgainAt } = deps;
  if (action.state === 'intent') {
    await endAction(db, action.id, 'intent', { to: 'abandoned', reason: 'It was never begun.' }, clock.now());
    return;
  }
  if ((lookAgainAt.get(action.id) ?? clock.now()) > clock.now()) return;
  const deal = await getDeal(db, action.dealId);
  if (!deal) return;
  const outcome = await readBack(deps, driver, action, deal, log);
  const to = settledState(outcome);
  if (to === 'unknown') lookAgainAt.set(action.id, new Date(clock.now().getTime() + DAY_MS));
  if (to === 'unknown' && action.state === 'unknown') return;
  await db.transaction().execute(async (trx) => {
    const reason = 'Settled by reading LinkedIn after an interruption.';
    const ended = await endAction(
      trx,
      action.id,
      action.state,
      { to, reason, evidence: outcome.evidence },
      clock.now(),
    );
    if (!ended) return;
    if (action.kind === 'invite') await applyInvite(trx, deal, action.accountId, outcome, clock.now());
    else if (action.messageId !== null) {
      await applyMessage(
        trx,
        { ...deal, messageId: action.messageId },
        action.accountId,
        outcome,
        clock.now(),
      );
    }
  });
}

/** One act that cannot be read must not hold up all others. */
async function readBack(
  deps: AccountDeps,
  driver: LinkedInDriver,
  action: OpenAction,
  deal: DealTarget,
  log: Logger,
): Promise<WriteOutcome> {
  try {
    return action.kind === 'invite'
      ? await readInvite(driver, deal)
      : await readMessage(deps, driver, action, deal);
  } catch (thrown) {
    if (thrown instanceof FairleadError && !(thrown instanceof SkipProfile)) throw thrown;
    const error = coerceError(thrown);
    log.warn({ err: error, actionId: action.id }, 'an act could not be read back');
    return { kind: 'unknown', reason: error.message, evidence: {} };
  }
}

async function readInvite(driver: LinkedInDriver, deal: DealTarget): Promise<WriteOutcome> {
  const state = await readState(driver, deal);
  const evidence = { readBack: state };
  switch (state) {
    case 'pending':
    case 'connected':
      return { kind: 'done', evidence };
    case 'connectable':
      return { kind: 'no-control', evidence };
    default:
      return { kind: 'unknown', reason: `The page shows ${state}.`, evidence };
  }
}

async function readMessage(
  { db }: AccountDeps,
  driver: LinkedInDriver,
  action: OpenAction,
  deal: DealTarget,
): Promise<WriteOutcome> {
  const text = action.messageId === null ? null : await getMessageText(db, action.messageId);
  const thread = await driver.readThread(personOf(deal));
  const found = thread.some((message) => message.fromSelf && message.text.trim() === text?.trim());
  return found
    ? { kind: 'done', evidence: { readBack: 'the thread shows the text' } }
    : { kind: 'no-control', evidence: { readBack: 'the thread does not show the text' } };
}

/** What reading can prove: it was sent, it was not sent, or neither. */
function settledState(outcome: WriteOutcome): Extract<ActionState, 'done' | 'abandoned' | 'unknown'> {
  if (outcome.kind === 'done') return 'done';
  return outcome.kind === 'no-control' ? 'abandoned' : 'unknown';
}

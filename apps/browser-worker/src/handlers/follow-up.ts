import type { Account } from '@fairlead/db/repositories/accounts';
import { applyOutcome } from '@fairlead/db/repositories/act-outcomes';
import { type FollowUpTarget, moveDeal, nextFollowUp, postponeDeal } from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { DAY_MS, quotasFor } from '@fairlead/shared/domain/limits';
import type { Handler, Outcome } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, readState, sparing, usableAccount } from '../account-deps.ts';
import type { LinkedInDriver } from '../driver/port.ts';
import { keepInbox } from '../inbox/keep-inbox.ts';
import { performAction } from '../ledger/perform.ts';
import { sendOnce } from '../ledger/send-once.ts';

/** Sends the frozen text of one CONNECTED deal, if the person is really connected. */
export function followUp(deps: AccountDeps): Handler<'follow-up'> {
  return async ({ campaignId, accountId }, { log }) => {
    const account = await usableAccount(deps, accountId, 'follow-up');
    return await deps.session.use(async (driver) => {
      const deal = await nextFollowUp(deps.db, campaignId, accountId, deps.clock.now());
      if (!deal) throw new Stale('No follow-up waits to be sent.');
      const setAside = (until: Date) => postponeDeal(deps.db, deal.dealId, until);
      const outcome = await sparing(deps.clock, setAside, () => send(deal, account, driver, deps));
      await keepInbox(deps, accountId, driver, log);
      return outcome;
    });
  };
}

async function send(
  deal: FollowUpTarget,
  account: Account,
  driver: LinkedInDriver,
  deps: AccountDeps,
): Promise<Outcome> {
  const { campaignId } = deal;
  const accountId = account.id;
  const ids = { leadId: deal.leadId, dealId: deal.dealId };
  const state = await readState(driver, deal);
  if (state === 'inaccessible') return await giveUp(deal, accountId, deps);
  if (state !== 'connected') {
    await postponeDeal(deps.db, deal.dealId, new Date(deps.clock.now().getTime() + DAY_MS));
    return { outcome: 'not-connected', state, ...ids };
  }
  const { messageId, text } = deal;
  const action = { kind: 'message', accountId, ...ids, messageId, text } as const;
  const outcome = await performAction(deps, {
    lane: 'follow-up',
    action,
    quotas: quotasFor('message', account.limits),
    act: (beforeClick) => sendOnce(deps, driver, accountId, deal, beforeClick),
    apply: (trx, result, now) => applyOutcome(trx, { ...action, campaignId }, result, now),
  });
  if (outcome.kind === 'no-control' || outcome.kind === 'limit') {
    await postponeDeal(deps.db, deal.dealId, new Date(deps.clock.now().getTime() + DAY_MS));
  }
  return { outcome: `message-${outcome.kind}`, ...ids };
}

/** A profile that is not shown any more would hold up everybody behind it. */
async function giveUp(
  { dealId, leadId, campaignId }: FollowUpTarget,
  accountId: number,
  { db, clock }: AccountDeps,
): Promise<Outcome> {
  const detail = 'The profile is not shown any more.';
  const now = clock.now();
  await db.transaction().execute(async (trx) => {
    const move = { to: 'FAILED', reason: 'inaccessible', detail } as const;
    if (!(await moveDeal(trx, dealId, 'CONNECTED', move, now))) return;
    await recordEvent(trx, { kind: 'deal.failed', campaignId, accountId, leadId, dealId, detail }, now);
  });
  return { outcome: 'deal.failed', leadId, dealId };
}

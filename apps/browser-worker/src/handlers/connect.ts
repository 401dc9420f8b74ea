import type { Account } from '@fairlead/db/repositories/accounts';
import { applyOutcome } from '@fairlead/db/repositories/act-outcomes';
import {
  countConnectAttempt,
  type DealMove,
  type DealTarget,
  moveDeal,
  nextDealToConnect,
  postponeDeal,
} from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { wasInvited } from '@fairlead/db/repositories/ledger';
import { MAX_CONNECT_ATTEMPTS } from '@fairlead/shared/domain/deal';
import { DAY_MS, quotasFor } from '@fairlead/shared/domain/limits';
import type { Handler, Outcome } from '@fairlead/shared/queue/consumer';
import { LimitReached, Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, personOf, readState, sparing, usableAccount } from '../account-deps.ts';
import type { ConnectionState, LinkedInDriver } from '../driver/port.ts';
import { countHandSent } from '../ledger/hand-sent.ts';
import { performAction } from '../ledger/perform.ts';

/** Invites the most promising NEW deal of the campaign, or records what its page shows already. */
export function connect(deps: AccountDeps): Handler<'connect'> {
  return async ({ campaignId, accountId }) => {
    const account = await usableAccount(deps, accountId, 'connect');
    return await deps.session.use(async (driver) => {
      await countHandSent(deps, driver, accountId);
      const deal = await nextDealToConnect(deps.db, campaignId, deps.clock.now());
      if (!deal) throw new Stale('No deal may be invited now.');
      const setAside = (until: Date) => postponeDeal(deps.db, deal.dealId, until);
      return await sparing(deps.clock, setAside, async () => {
        const state = await readState(driver, deal);
        return await connectFrom(state, deal, account, driver, deps);
      });
    });
  };
}

function connectFrom(
  state: ConnectionState | 'inaccessible',
  deal: DealTarget,
  account: Account,
  driver: LinkedInDriver,
  deps: AccountDeps,
): Promise<Outcome> {
  switch (state) {
    case 'connectable':
      return invite(deal, account, driver, deps);
    case 'connected':
      return record(deal, { to: 'CONNECTED', accountId: account.id }, 'deal.already-connected', deps);
    case 'pending':
      return record(deal, { to: 'PENDING', accountId: account.id }, 'deal.already-pending', deps);
    case 'inaccessible':
    case 'self': {
      const move: DealMove = { to: 'FAILED', reason: 'inaccessible', detail: `The page shows: ${state}.` };
      return record(deal, move, 'deal.failed', deps);
    }
    case 'incoming':
    case 'not-connectable':
    case 'unavailable':
      return tryAgainLater(deal, state, deps);
  }
}

async function invite(
  deal: DealTarget,
  account: Account,
  driver: LinkedInDriver,
  deps: AccountDeps,
): Promise<Outcome> {
  if (await wasInvited(deps.db, account.id, deal.leadId)) {
    const detail = 'This account invited the person before, and the invitation is gone.';
    return await record(deal, { to: 'FAILED', reason: 'invite-lapsed', detail }, 'deal.failed', deps);
  }
  const { leadId, dealId, campaignId } = deal;
  const ids = { accountId: account.id, leadId, dealId, messageId: null };
  const action = { kind: 'invite', ...ids, text: null } as const;
  const outcome = await performAction(deps, {
    lane: 'connect',
    action,
    quotas: quotasFor('invite', account.limits),
    act: (beforeClick) => driver.invite(personOf(deal), beforeClick),
    apply: (trx, result, now) => applyOutcome(trx, { ...action, campaignId }, result, now),
  });
  if (outcome.kind === 'limit') throw new LimitReached(outcome.reason, 'connect', outcome.until);
  if (outcome.kind === 'no-control') return await tryAgainLater(deal, 'no Connect control', deps);
  return { outcome: `invite-${outcome.kind}`, leadId, dealId };
}

/** Records what the page shows, without spending an invitation. */
async function record(
  deal: DealTarget,
  move: DealMove,
  kind: string,
  { db, clock }: AccountDeps,
): Promise<Outcome> {
  const now = clock.now();
  await db.transaction().execute(async (trx) => {
    if (!(await moveDeal(trx, deal.dealId, 'NEW', move, now))) return;
    const detail = move.to === 'FAILED' ? { detail: move.detail } : {};
    await recordEvent(
      trx,
      { kind, campaignId: deal.campaignId, leadId: deal.leadId, dealId: deal.dealId, ...detail },
      now,
    );
  });
  return { outcome: kind, leadId: deal.leadId, dealId: deal.dealId };
}

/** No Connect control: the deal stays NEW for another day, and fails after the third try. */
async function tryAgainLater(deal: DealTarget, seen: string, deps: AccountDeps): Promise<Outcome> {
  const { db, clock } = deps;
  const attempts = await countConnectAttempt(db, deal.dealId);
  if (attempts >= MAX_CONNECT_ATTEMPTS) {
    const detail = `No way to connect after ${attempts} visits; the page showed: ${seen}.`;
    return await record(deal, { to: 'FAILED', reason: 'no-connect-control', detail }, 'deal.failed', deps);
  }
  await postponeDeal(db, deal.dealId, new Date(clock.now().getTime() + DAY_MS));
  return { outcome: 'no-connect-control', leadId: deal.leadId, dealId: deal.dealId, attempts };
}

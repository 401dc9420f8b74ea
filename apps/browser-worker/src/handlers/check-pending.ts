import {
  backOffPending,
  type DealMove,
  type DealTarget,
  dealsToCheck,
  moveDeal,
} from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, readState, sparing, usableAccount } from '../account-deps.ts';
import type { LinkedInDriver } from '../driver/port.ts';
import { keepInbox } from '../inbox/keep-inbox.ts';

// What one job looks at; the rest is due again at the next firing.
const DEALS_PER_JOB = 10;

/** Looks at the PENDING deals that are due: accepted, gone, or looked at again after a doubled backoff. */
export function checkPending(deps: AccountDeps): Handler<'check-pending'> {
  return async ({ campaignId, accountId }, { signal, log }) => {
    await usableAccount(deps, accountId, 'check-pending');
    const deals = await dealsToCheck(deps.db, campaignId, accountId, DEALS_PER_JOB, deps.clock.now());
    if (deals.length === 0) throw new Stale('No pending deal is due.');
    return await deps.session.use(async (driver) => {
      let accepted = 0;
      let checked = 0;
      for (const deal of deals) {
        if (signal.aborted) break;
        if (await check(deal, accountId, driver, deps)) accepted += 1;
        checked += 1;
      }
      if (!signal.aborted) await keepInbox(deps, accountId, driver, log);
      return { outcome: 'checked', campaignId, checked, accepted };
    });
  };
}

/** True when the invitation was accepted. */
async function check(
  deal: DealTarget,
  accountId: number,
  driver: LinkedInDriver,
  deps: AccountDeps,
): Promise<boolean> {
  const setAside = () => backOffPending(deps.db, deal, deps.clock.now());
  const move = await sparing(deps.clock, setAside, () => moveFor(deal, accountId, driver));
  const now = deps.clock.now();
  if (move === null) {
    await backOffPending(deps.db, deal, now);
    return false;
  }
  await deps.db.transaction().execute(async (trx) => {
    if (!(await moveDeal(trx, deal.dealId, 'PENDING', move, now))) return;
    const kind = move.to === 'CONNECTED' ? 'invite.accepted' : 'deal.failed';
    const detail = move.to === 'FAILED' ? { detail: move.detail } : {};
    const ids = { campaignId: deal.campaignId, accountId, leadId: deal.leadId, dealId: deal.dealId };
    await recordEvent(trx, { kind, ...ids, ...detail }, now);
  });
  return move.to === 'CONNECTED';
}

/** Null when nothing is proven: still pending, or a page that says nothing. */
async function moveFor(
  deal: DealTarget,
  accountId: number,
  driver: LinkedInDriver,
): Promise<DealMove | null> {
  switch (await readState(driver, deal)) {
    case 'connected':
      return { to: 'CONNECTED', accountId };
    case 'connectable':
      return {
        to: 'FAILED',
        reason: 'invite-lapsed',
        detail: 'The invitation is gone: declined, withdrawn or lapsed.',
      };
    case 'inaccessible':
      return { to: 'FAILED', reason: 'inaccessible', detail: 'The profile is not shown any more.' };
    default:
      return null;
  }
}

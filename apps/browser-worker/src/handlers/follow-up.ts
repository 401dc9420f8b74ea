import { nextFollowUp, postponeDeal } from '@fairlead/db/repositories/deals';
import { DAY_MS, quotasFor } from '@fairlead/shared/domain/limits';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, personOf, usableAccount } from '../account-deps.ts';
import { applyMessage } from '../ledger/apply.ts';
import { performAction } from '../ledger/perform.ts';
import { settleOpenActions } from '../ledger/settle-open.ts';

/** Sends the frozen text of one CONNECTED deal, if the person is really connected. */
export function followUp(deps: AccountDeps): Handler<'follow-up'> {
  return async ({ campaignId, accountId }) => {
    const account = await usableAccount(deps.db, accountId);
    return await deps.session.use(async (driver) => {
      await settleOpenActions(deps, driver, accountId);
      const deal = await nextFollowUp(deps.db, campaignId, accountId, deps.clock.now());
      if (!deal) throw new Stale('No follow-up waits to be sent.');
      const ids = { leadId: deal.leadId, dealId: deal.dealId };
      const state = await driver.connectionState(personOf(deal));
      if (state !== 'connected') {
        await postponeDeal(deps.db, deal.dealId, new Date(deps.clock.now().getTime() + DAY_MS));
        return { outcome: 'not-connected', state, ...ids };
      }
      const outcome = await performAction(deps, {
        lane: 'follow-up',
        action: {
          kind: 'message',
          accountId,
          leadId: deal.leadId,
          dealId: deal.dealId,
          messageId: deal.messageId,
          fencingToken: deps.fencingToken,
        },
        quotas: quotasFor('message', account.limits),
        act: () => driver.sendMessage(personOf(deal), deal.text),
        apply: (trx, result, now) => applyMessage(trx, deal, accountId, result, now),
      });
      if (outcome.kind === 'no-control' || outcome.kind === 'limit') {
        await postponeDeal(deps.db, deal.dealId, new Date(deps.clock.now().getTime() + DAY_MS));
      }
      return { outcome: `message-${outcome.kind}`, ...ids };
    });
  };
}

import { getAccount, setLimits } from '@fairlead/db/repositories/accounts';
import { accountsOfCampaign, type Campaign } from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { handlesByCampaign } from '@fairlead/db/views/campaign-control';
import { type Response, Router } from 'express';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { accountUsage } from '../pages/account-usage.ts';
import { type FormFaults, type FormValues, valuesOf } from '../pages/form-faults.ts';
import { readLimits, valuesOfLimits } from '../pages/limits-form.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';
import { campaignOf } from './campaign-edit.ts';

/** A form that is shown again. */
interface Typed {
  accountId: number;
  values: FormValues;
  faults: FormFaults;
}

/** The accounts that work for a campaign, what they used of their limits, and the limits themselves. */
export function campaignAccountRoutes(deps: DashboardDeps): Router {
  const { db, clock } = deps;
  const router = Router();
  const show = async (res: Response, campaign: Campaign, typed?: Typed): Promise<void> => {
    const linked = await accountsOfCampaign(db, campaign.id);
    const handles = [...(await handlesByCampaign(db)).values()].flat();
    const usage = (await accountUsage(db, clock.now())).filter(({ id }) => linked.includes(id));
    const accounts = usage.map((account) => {
      const again = typed?.accountId === account.id ? typed : undefined;
      const values = again?.values ?? valuesOfLimits(account.limits);
      const campaigns = handles.filter((handle) => handle === account.handle).length;
      return { ...account, campaigns, values, faults: again?.faults ?? {} };
    });
    res.render('campaign-accounts', { title: campaign.name, campaign, tab: 'accounts', accounts });
  };
  router.get('/campaigns/:id/accounts', async (req, res) => show(res, await campaignOf(db, req)));
  const path = '/campaigns/:id/accounts/:account/limits';
  changeRoute(router, path, requireOperator, deps, async (req, { trx, who, now }, res) => {
    const campaign = await campaignOf(trx, req);
    const accountId = RowId.safeParse(req.params.account);
    const account = accountId.success ? await getAccount(trx, accountId.data) : null;
    if (!account) throw new HttpError(404, 'There is no such account.');
    const values = valuesOf(req.body);
    const read = readLimits(values);
    if ('faults' in read) {
      const typed = { accountId: account.id, values, faults: read.faults };
      return { again: () => show(res.status(422), campaign, typed) };
    }
    await setLimits(trx, account.id, read.limits, now);
    const detail = `by ${who}`;
    await recordEvent(trx, { kind: 'account.limits-changed', accountId: account.id, detail }, now);
    const target = `account ${account.handle}`;
    return {
      log: [
        {
          what: 'account.limits-changed',
          target,
          before: { ...account.limits },
          after: { ...read.limits },
        },
      ],
      notice: `The limits of ${account.handle} are saved.`,
      next: `/campaigns/${campaign.id}/accounts`,
    };
  });
  return router;
}

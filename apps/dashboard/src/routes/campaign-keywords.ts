import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { addKeywords, deleteUnusedKeywords } from '@fairlead/db/repositories/keywords';
import { keywordYield } from '@fairlead/db/views/keyword-yield';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { listOf, valuesOf } from '../pages/form-faults.ts';
import { readKeywords } from '../pages/keyword-form.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';
import { campaignOf } from './campaign-edit.ts';

const Ids = z.array(RowId).max(1_000);

/** The phrases a campaign searches for. */
export function campaignKeywordRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  const show = async (res: Response, campaign: Campaign, typed = '', fault: string | null = null) => {
    const keywords = await keywordYield(db, campaign.id);
    res.render('campaign-keywords', {
      title: campaign.name,
      campaign,
      tab: 'keywords',
      unused: keywords.filter(({ usedAt }) => usedAt === null),
      used: keywords.filter(({ usedAt }) => usedAt !== null).reverse(),
      typed,
      fault,
    });
  };
  router.get('/campaigns/:id/keywords', async (req, res) => show(res, await campaignOf(db, req)));
  changeRoute(router, '/campaigns/:id/keywords', requireOperator, deps, async (req, { trx, now }, res) => {
    const campaign = await campaignOf(trx, req);
    const { keywords: typed = '' } = valuesOf(req.body);
    const read = readKeywords(typed);
    if ('fault' in read) return { again: () => show(res.status(422), campaign, typed, read.fault) };
    const added = await addKeywords(trx, campaign.id, read.keywords, now);
    const entry = {
      what: 'keywords.added',
      target: `campaign ${campaign.name}`,
      after: { keywords: read.keywords, added },
    };
    const known = read.keywords.length - added;
    const rest = known === 0 ? '' : ` ${known} ${known === 1 ? 'was' : 'were'} there already.`;
    return {
      log: added === 0 ? [] : [entry],
      notice: `${added} ${added === 1 ? 'keyword' : 'keywords'} added.${rest}`,
      next: `/campaigns/${campaign.id}/keywords`,
    };
  });
  changeRoute(router, '/campaigns/:id/keywords/delete', requireOperator, deps, async (req, { trx }) => {
    const campaign = await campaignOf(trx, req);
    const ids = Ids.safeParse(listOf(req.body, 'keyword'));
    const removed = await deleteUnusedKeywords(trx, campaign.id, ids.success ? ids.data : []);
    const target = `campaign ${campaign.name}`;
    return {
      log: removed.length === 0 ? [] : [{ what: 'keywords.deleted', target, before: { keywords: removed } }],
      notice:
        removed.length === 0
          ? 'Nothing was deleted: tick keywords that were not used yet.'
          : `${removed.length} ${removed.length === 1 ? 'keyword' : 'keywords'} deleted.`,
      next: `/campaigns/${campaign.id}/keywords`,
    };
  });
  return router;
}

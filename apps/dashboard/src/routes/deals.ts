import type { Database } from '@fairlead/db/database';
import { listCampaignNames } from '@fairlead/db/views/campaign-names';
import {
  type CappedCount,
  countDealsUpTo,
  type DealCard,
  listDealCards,
  nextDealCards,
} from '@fairlead/db/views/deals';
import { DealState } from '@fairlead/shared/domain/deal';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { queryOf } from '../request.ts';
import { RowId } from '../row-id.ts';

const CARDS_PER_COLUMN = 30;
const CARDS_PER_PAGE = 60;
const COUNT_UP_TO = 1_000;
const Query = z.object({ state: DealState.optional(), campaign: RowId.optional(), before: RowId.optional() });

interface Column extends CappedCount {
  cards: DealCard[];
  /** Behind the last card; null where there is nothing more, or where the order is not that of age. */
  before: number | null;
}

/** The board of all states, or everything in one state, page by page. */
export function dealRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/deals', async (req, res) => {
    const { state, campaign, before } = queryOf(req, Query);
    const ofCampaign = campaign === undefined ? {} : { campaignId: campaign };
    const campaigns = await listCampaignNames(db);
    const columns = await boardColumns(db, campaign, state ? 0 : CARDS_PER_COLUMN);
    const filter = { state: state ?? null, campaign: campaign ?? null };
    const shared = { title: 'Deals', columns, filter, campaigns };
    if (!state) return res.render('deals', shared);
    const from = before === undefined ? {} : { before };
    const found = await listDealCards(db, { state, ...ofCampaign, ...from, limit: CARDS_PER_PAGE + 1 });
    const cards = found.slice(0, CARDS_PER_PAGE);
    const older = found.length > cards.length ? (cards.at(-1)?.id ?? null) : null;
    res.render('deals-of-state', { ...shared, cards, older });
  });
  return router;
}

async function boardColumns(db: Database, campaignId: number | undefined, limit: number): Promise<Column[]> {
  const counts = await countDealsUpTo(db, COUNT_UP_TO, campaignId);
  const ofCampaign = campaignId === undefined ? {} : { campaignId };
  return await Promise.all(
    counts.map(async (count) => {
      const query = { state: count.state, ...ofCampaign, limit };
      const isNew = count.state === 'NEW';
      const cards = limit === 0 ? [] : await (isNew ? nextDealCards(db, query) : listDealCards(db, query));
      const last = cards.length < count.deals && !isNew ? (cards.at(-1)?.id ?? null) : null;
      return { ...count, cards, before: last };
    }),
  );
}

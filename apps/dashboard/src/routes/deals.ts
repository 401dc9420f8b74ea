import type { Database } from '@fairlead/db/database';
import { type Campaign, listCampaigns } from '@fairlead/db/repositories/campaigns';
import { countDeals, type DealCard, listDealCards, nextDealCards } from '@fairlead/db/views/deals';
import { DealState } from '@fairlead/shared/domain/deal';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { queryOf } from '../request.ts';

const CARDS_PER_COLUMN = 30;
const CARDS_PER_PAGE = 60;
const id = z.coerce.number().int().min(1).max(2_147_483_647).optional();
const Query = z.object({ state: DealState.optional(), campaign: id, before: id });

interface Column {
  state: DealState;
  deals: number;
  cards: DealCard[];
}

/** The board of all states, or everything in one state, page by page. */
export function dealRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/deals', async (req, res) => {
    const { state, campaign, before } = queryOf(req, Query);
    const ofCampaign = campaign === undefined ? {} : { campaignId: campaign };
    const campaigns = await listCampaigns(db);
    const columns = await boardColumns(db, campaign, state ? 0 : CARDS_PER_COLUMN);
    const filter = { state: state ?? null, campaign: campaign ?? null };
    const shared = { title: 'Deals', columns, filter, campaigns: choices(campaigns) };
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
  const counts = await countDeals(db);
  const ofCampaign = campaignId === undefined ? {} : { campaignId };
  const columns: Column[] = [];
  for (const state of DealState.options) {
    const deals = counts
      .filter((row) => row.state === state && (campaignId ?? row.campaignId) === row.campaignId)
      .reduce((sum, row) => sum + row.deals, 0);
    const query = { state, ...ofCampaign, limit };
    const cards = await (state === 'NEW' ? nextDealCards(db, query) : listDealCards(db, query));
    columns.push({ state, deals, cards });
  }
  return columns;
}

const choices = (campaigns: readonly Campaign[]) => campaigns.map(({ id, name }) => ({ id, name }));

import { type ClosingReason, DealState } from '@fairlead/shared/domain/deal';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** One card of the board. */
export interface DealCard {
  id: number;
  leadId: number;
  name: string;
  headline: string | null;
  company: string;
  campaignName: string;
  state: DealState;
  /** The qualifier's probability. */
  score: number | null;
  closingReason: ClosingReason | null;
  /** When it came into its state. */
  since: Date;
  nextCheckAt: Date | null;
}

export interface DealQuery {
  state: DealState;
  campaignId?: number;
  /** Only deals below this id. */
  before?: number;
  limit: number;
}

/** The newest deals in a state. */
export async function listDealCards(db: Database, query: DealQuery): Promise<DealCard[]> {
  const newest = dealsOf(db, query).orderBy('deal.id', 'desc').limit(query.limit);
  return await withNames(db, newest).orderBy('deal.id', 'desc').execute();
}

/** NEW deals in the order in which they will be invited. */
export async function nextDealCards(db: Database, query: Omit<DealQuery, 'state'>): Promise<DealCard[]> {
  const next = dealsOf(db, { ...query, state: 'NEW' })
    .orderBy('deal.score', (order) => order.desc().nullsLast())
    .orderBy('deal.id')
    .limit(query.limit);
  return await withNames(db, next)
    .orderBy('deal.score', (order) => order.desc().nullsLast())
    .orderBy('deal.id')
    .execute();
}

function dealsOf(db: Database, { state, campaignId, before }: Omit<DealQuery, 'limit'>) {
  return db
    .selectFrom('deal')
    .selectAll('deal')
    .where('deal.state', '=', state)
    .$if(campaignId !== undefined, (query) => query.where('deal.campaign_id', '=', campaignId ?? 0))
    .$if(before !== undefined, (query) => query.where('deal.id', '<', before ?? 0));
}

/** Names are looked up for the few that are shown, after they were found. */
function withNames(db: Database, deals: ReturnType<typeof dealsOf>) {
  return db
    .selectFrom(deals.as('deal'))
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .innerJoin('company', 'company.id', 'deal.company_id')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .select([
      'deal.id',
      'deal.lead_id as leadId',
      'lead.headline',
      'company.name as company',
      'campaign.name as campaignName',
      'deal.state',
      'deal.score',
      'deal.closing_reason as closingReason',
      'deal.next_check_at as nextCheckAt',
      sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name'),
      sql<Date>`case deal.state when 'NEW' then deal.created_at when 'PENDING' then deal.pending_at
        when 'CONNECTED' then deal.connected_at when 'COMPLETED' then deal.completed_at
        else deal.failed_at end`.as('since'),
    ]);
}

export interface DealCount {
  campaignId: number;
  state: DealState;
  deals: number;
}

/** Deals per campaign and state; pairs without deals are left out. Each is counted by its part of an index. */
export async function countDeals(db: Database): Promise<DealCount[]> {
  const { rows } = await sql<DealCount>`
    select campaign.id as "campaignId", state, deals
    from campaign cross join unnest(${[...DealState.options]}::text[]) as each (state)
    cross join lateral (select count(*)::int as deals from deal
      where deal.campaign_id = campaign.id and deal.state = each.state) counted
    where deals > 0`.execute(db);
  return rows;
}

/** Deals in one state, counted no further than the cap. */
export interface CappedCount {
  state: DealState;
  deals: number;
  /** There are more than were counted. */
  isCapped: boolean;
}

/** Every state, of one campaign or of all. To count a million finished ones takes longer than a page may. */
export async function countDealsUpTo(db: Database, cap: number, campaignId?: number): Promise<CappedCount[]> {
  const { rows } = await sql<{ state: DealState; counted: number }>`
    select state, (select count(*)::int from (
      select 1 from deal where deal.state = each.state
        ${campaignId === undefined ? sql`` : sql`and deal.campaign_id = ${campaignId}`}
      limit ${cap + 1}) found) as counted
    from unnest(${[...DealState.options]}::text[]) with ordinality as each (state, place)
    order by place`.execute(db);
  return rows.map(({ state, counted }) => ({
    state,
    deals: Math.min(counted, cap),
    isCapped: counted > cap,
  }));
}

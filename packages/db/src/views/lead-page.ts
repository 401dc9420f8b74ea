import { type SelectQueryBuilder, sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';
import { isFiltering, type LeadFilter, matchingLeads } from './lead-filter.ts';
import { type LeadCursor, type LeadSort, leadsBehind, type Walk, walkOf } from './lead-order.ts';

export interface LeadQuery extends LeadFilter {
  sort: LeadSort;
  /** Absent: from the start. */
  from?: LeadCursor;
  limit: number;
}

/** Which leads are on a page, in the list's order, and where the neighbouring pages begin; null where there is nothing more. */
export interface LeadIds {
  ids: number[];
  next: LeadCursor | null;
  previous: LeadCursor | null;
  /** Only a part of the leads was looked through; the walk goes on behind it. */
  partial: boolean;
  /** How many match, as the database guesses; null where the filter leaves nobody out. */
  guess: number | null;
}

/**
 * What one request may do. Where the planner guesses that few match, they are all collected and sorted; where many do, the
 * list is walked until the page is full. Where a text is found too rarely for that, they are collected all the same, as long
 * as it takes no longer than it may: words that are common, but not together, are told apart by the index alone.
 */
export interface SearchEffort {
  /** Leads looked through in the list's order, where that is the order of ids and of the table; */
  window: number;
  /** and where it is another, so that each lies in a block of its own. */
  scatteredWindow: number;
  few: Bound;
  /** Milliseconds; 0: it is not tried. */
  tryForMs: number;
}

interface Bound {
  /** Rows that match, as the planner guesses. */
  rows: number;
  /** The planner's cost of finding them all: about a page read from memory each. */
  cost: number;
}

export const SEARCH_EFFORT: SearchEffort = {
  window: 15_000,
  scatteredWindow: 3_000,
  few: { rows: 6_000, cost: 40_000 },
  tryForMs: 60,
};

interface Found {
  id: number;
  key: string;
}

/**
 * The ids of one page, by key and never by offset. Where few match, an index collects them all; where many do, the next
 * ones are found by walking on. What is neither is walked through in parts, so that no page costs more for a million leads.
 */
export async function findLeads(
  db: Database,
  query: LeadQuery,
  effort: SearchEffort = SEARCH_EFFORT,
): Promise<LeadIds> {
  const { sort, from, limit } = query;
  const direction = from?.direction ?? 'on';
  const walk = walkOf(sort, direction);
  const take = limit + 1;
  if (!isFiltering(query)) {
    const rows = await pageOf(leadsBehind(db, walk, from), walk, take).execute();
    return pageFrom(query, rows, null, null);
  }
  const plan = await planOf(db, query, walk);
  if (plan.rows <= effort.few.rows && plan.cost <= effort.few.cost)
    return pageFrom(query, await gathered(db, query, walk, take, 0), null, plan.rows);
  const isScattered = sort === 'name' || sort === 'read';
  const window = isScattered ? effort.scatteredWindow : effort.window;
  const edge = await edgeOf(db, query, walk, window);
  const inWindow = within(matchingLeads(db, query), walk, from, edge);
  const rows = await walked(db, inWindow, walk, take);
  if (rows.length === take || edge === null) return pageFrom(query, rows, null, plan.rows);
  const all = query.text === undefined ? null : await tryToGather(db, query, walk, take, effort.tryForMs);
  return all ? pageFrom(query, all, null, plan.rows) : pageFrom(query, rows, edge, plan.rows);
}

type Leads = SelectQueryBuilder<DB, 'lead', object>;

/** Without the ways by which the planner would collect all that match, or all that are judged, instead of walking. */
async function walked(db: Database, leads: Leads, walk: Walk, take: number): Promise<Found[]> {
  return await db.transaction().execute(async (trx) => {
    await sql`select set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(trx);
    const { rows } = await trx.executeQuery<Found>(pageOf(leads, walk, take).compile());
    return rows;
  });
}

function pageOf(leads: Leads, walk: Walk, take: number) {
  return leads
    .select(['lead.id', walk.key.as('key')])
    .orderBy(walk.orderBy)
    .limit(take);
}

function within(leads: Leads, walk: Walk, from: LeadCursor | undefined, edge: LeadCursor | null): Leads {
  const bounds = [walk.leavesOut, from ? walk.behind(from) : null, edge ? walk.upTo(edge) : null];
  return bounds.reduce<Leads>((query, bound) => (bound ? query.where(bound) : query), leads);
}

/**
 * All that match are collected first: the planner must not walk instead because it guesses that many do. With room for
 * them in memory, so that the index need not forget which rows of a block it meant. `withinMs`: 0 is for ever.
 */
async function gathered(
  db: Database,
  query: LeadQuery,
  walk: Walk,
  take: number,
  withinMs: number,
): Promise<Found[]> {
  const everybody = within(matchingLeads(db, query), walk, query.from, null);
  const matching = everybody.select(['lead.id', 'lead.full_name', 'lead.public_id', 'lead.enriched_at']);
  return await db.transaction().execute(async (trx) => {
    await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
      set_config('statement_timeout', ${String(withinMs)}, true)`.execute(trx);
    const { rows } = await sql<Found>`
      with matching as materialized (${matching})
      select lead.id, ${walk.key} as key from matching lead order by ${walk.orderBy} limit ${take}`.execute(
      trx,
    );
    return rows;
  });
}

const CANCELLED = '57014';

/** Null when it takes too long. */
async function tryToGather(
  db: Database,
  query: LeadQuery,
  walk: Walk,
  take: number,
  withinMs: number,
): Promise<Found[] | null> {
  if (withinMs === 0) return null;
  try {
    return await gathered(db, query, walk, take, withinMs);
  } catch (thrown) {
    if (thrown instanceof DatabaseError && thrown.code === CANCELLED) return null;
    throw thrown;
  }
}

/** The last lead of the window; null when fewer are left. A state has its own order of ids. */
async function edgeOf(
  db: Database,
  query: LeadQuery,
  walk: Walk,
  window: number,
): Promise<LeadCursor | null> {
  const { state, sort, from } = query;
  const row = await leadsBehind(db, walk, from)
    .$if(state !== undefined && (sort === 'newest' || sort === 'oldest'), (q) =>
      q.where('lead.state', '=', state ?? 'enriched'),
    )
    .select(['lead.id', walk.key.as('key')])
    .orderBy(walk.orderBy)
    .offset(window - 1)
    .limit(1)
    .executeTakeFirst();
  return row ? { direction: from?.direction ?? 'on', ...row } : null;
}

/** What the planner thinks of collecting all that match. */
async function planOf(db: Database, query: LeadQuery, walk: Walk): Promise<Bound> {
  const everybody = within(matchingLeads(db, query), walk, undefined, null).select('lead.id');
  const { rows } = await sql<{
    'QUERY PLAN': readonly { Plan: { 'Total Cost': number; 'Plan Rows': number } }[];
  }>`explain (format json) ${everybody}`.execute(db);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  return { cost: plan?.['Total Cost'] ?? 0, rows: plan?.['Plan Rows'] ?? 0 };
}

/** `edge`: how far was looked, where that was not far enough. */
function pageFrom(
  { limit, from }: LeadQuery,
  rows: readonly Found[],
  edge: LeadCursor | null,
  guess: number | null,
): LeadIds {
  const shown = rows.slice(0, limit);
  const at = (row: Found | undefined, direction: LeadCursor['direction']): LeadCursor | null =>
    row ? { direction, key: row.key, id: row.id } : null;
  const isBack = from?.direction === 'back';
  const [onwards, backwards] = isBack ? (['back', 'on'] as const) : (['on', 'back'] as const);
  const further = rows.length > limit ? at(shown.at(-1), onwards) : edge;
  // Of an empty page the way back leads past the cursor itself.
  const origin = from ? (at(shown[0], backwards) ?? { ...from, direction: backwards }) : null;
  const ids = shown.map(({ id }) => id);
  return {
    ids: isBack ? ids.toReversed() : ids,
    next: isBack ? origin : further,
    previous: isBack ? further : origin,
    partial: edge !== null,
    guess,
  };
}

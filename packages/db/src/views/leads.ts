import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** One person in the table of leads. */
export interface LeadRow {
  id: number;
  /** Full name, or the slug while the profile is unread. */
  name: string;
  headline: string | null;
  state: LeadState;
  closedReason: LeadClosedReason | null;
  company: string | null;
  discoveredAt: Date;
  /** The newest current verdict of any campaign. */
  qualified: boolean | null;
  reason: string | null;
  source: VerdictSource | null;
}

export interface LeadQuery {
  state?: LeadState;
  /** Must occur in the name, the slug or the headline, whatever the case. */
  text?: string;
  /** `older`: the rows below this id. `newer`: the rows above it. Absent: the newest rows. */
  from?: { direction: 'older' | 'newer'; id: number };
  limit: number;
}

/** A page, newest first. The cursors are null where there is nothing more. */
export interface LeadPage {
  rows: LeadRow[];
  older: number | null;
  newer: number | null;
  /** A text was looked for in the nearest rows only; `older` goes on behind them. */
  partial: boolean;
}

/** How many rows one request looks through for a text: there is no index for infixes, and there may be a million leads. */
export const SEARCH_WINDOW = 50_000;

/** Reads a page by key, never by offset: its cost does not depend on how many leads there are. */
export async function listLeads(
  db: Database,
  query: LeadQuery,
  searchWindow: number = SEARCH_WINDOW,
): Promise<LeadPage> {
  const found = await findIds(db, query, searchWindow);
  const ids = found.ids.slice(0, query.limit);
  const more = found.ids.length > query.limit || found.edge !== null;
  const backwards = query.from?.direction === 'newer';
  const edge = found.ids.length > query.limit ? (ids.at(-1) ?? null) : (found.edge ?? ids.at(-1) ?? null);
  const start = ids[0] ?? query.from?.id ?? null;
  const onwards = more ? edge : null;
  const back = query.from ? start : null;
  return {
    rows: await readRows(db, ids),
    older: backwards ? back : onwards,
    newer: backwards ? onwards : back,
    partial: found.edge !== null,
  };
}

/** The matching ids nearest to the cursor, one more than the limit; `edge` is the last id looked at when the window was too small. */
async function findIds(
  db: Database,
  { state, text, from, limit }: LeadQuery,
  searchWindow: number,
): Promise<{ ids: number[]; edge: number | null }> {
  const order = from?.direction === 'newer' ? 'asc' : 'desc';
  const nearest = db
    .selectFrom('lead')
    .$if(state !== undefined, (q) => q.where('state', '=', state ?? 'enriched'))
    .$if(from !== undefined, (q) => q.where('id', order === 'asc' ? '>' : '<', from?.id ?? 0))
    .orderBy('id', order);
  if (text === undefined) {
    const rows = await nearest
      .select('id')
      .limit(limit + 1)
      .execute();
    return { ids: rows.map(({ id }) => id), edge: null };
  }
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await db
    .selectFrom(
      nearest.select(['id', 'full_name', 'headline', 'public_id']).limit(searchWindow).as('nearest'),
    )
    .select('id')
    .where((eb) =>
      eb.or([
        eb('full_name', 'ilike', pattern),
        eb('headline', 'ilike', pattern),
        eb('public_id', 'ilike', pattern),
      ]),
    )
    .orderBy('id', order)
    .limit(limit + 1)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > limit) return { ids, edge: null };
  const { edge } = await db
    .selectFrom(nearest.select('id').limit(searchWindow).as('nearest'))
    .select(
      sql<number | null>`case when count(*) < ${searchWindow} then null
        when ${order === 'asc'} then max(id) else min(id) end`.as('edge'),
    )
    .executeTakeFirstOrThrow();
  return { ids, edge };
}

async function readRows(db: Database, ids: readonly number[]): Promise<LeadRow[]> {
  if (ids.length === 0) return [];
  return await db
    .selectFrom('lead')
    .leftJoin('contact', 'contact.lead_id', 'lead.id')
    .leftJoin('company', 'company.id', 'contact.company_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('verdict')
          .select(['qualified', 'reason', 'source'])
          .whereRef('verdict.lead_id', '=', 'lead.id')
          .where('superseded_at', 'is', null)
          .orderBy('verdict.id', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      'lead.id',
      'lead.headline',
      'lead.state',
      'lead.closed_reason as closedReason',
      'lead.discovered_at as discoveredAt',
      'newest.qualified',
      'newest.reason',
      'newest.source',
      sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name'),
      sql<string | null>`coalesce(company.name, lead.profile -> 'positions' -> 0 ->> 'companyName')`.as(
        'company',
      ),
    ])
    .where('lead.id', 'in', ids)
    .orderBy('lead.id', 'desc')
    .execute();
}

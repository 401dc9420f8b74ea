import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { LeadCursor } from './lead-order.ts';
import { findLeads, type LeadIds, type LeadQuery, type SearchEffort } from './lead-page.ts';

/** One person in the table of leads. */
export interface LeadRow {
  id: number;
  publicId: string;
  /** Full name, or the slug while the profile is unread. */
  name: string;
  headline: string | null;
  state: LeadState;
  closedReason: LeadClosedReason | null;
  company: string | null;
  country: string | null;
  discoveredAt: Date;
  enrichedAt: Date | null;
  /** The newest current verdict, of the campaign that is asked for or of any. */
  qualified: boolean | null;
  reason: string | null;
  source: VerdictSource | null;
  confidence: number | null;
}

/** A page of the list, and where the next and the previous one begin. */
export interface LeadPage extends Omit<LeadIds, 'ids'> {
  rows: LeadRow[];
  next: LeadCursor | null;
}

/** Reads a page by key, never by offset: its cost does not depend on how many leads there are. */
export async function listLeads(db: Database, query: LeadQuery, effort?: SearchEffort): Promise<LeadPage> {
  const { ids, ...page } = await findLeads(db, query, effort);
  return { ...page, rows: await readRows(db, ids, query.campaignId) };
}

async function readRows(
  db: Database,
  ids: readonly number[],
  campaignId: number | undefined,
): Promise<LeadRow[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('lead')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('verdict')
          .select(['qualified', 'reason', 'source', 'confidence'])
          .whereRef('verdict.lead_id', '=', 'lead.id')
          .where('superseded_at', 'is', null)
          .$if(campaignId !== undefined, (q) => q.where('campaign_id', '=', campaignId ?? 0))
          .orderBy('verdict.id', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      'lead.id',
      'lead.public_id as publicId',
      'lead.headline',
      'lead.state',
      'lead.closed_reason as closedReason',
      'lead.company',
      'lead.country',
      'lead.discovered_at as discoveredAt',
      'lead.enriched_at as enrichedAt',
      'newest.qualified',
      'newest.reason',
      'newest.source',
      'newest.confidence',
      sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name'),
    ])
    .where(sql<boolean>`lead.id = any(${[...ids]}::int[])`)
    .execute();
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  return rows.sort((a, b) => (placeOf.get(a.id) ?? 0) - (placeOf.get(b.id) ?? 0));
}

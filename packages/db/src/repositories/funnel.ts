import { sql } from 'kysely';
import { type Database, onlyRow } from '../database.ts';

/** Where everybody stands. Cumulative: a completed deal was invited and connected too. */
export interface Funnel {
  /** Everybody discovered, the accounts' own profiles aside. */
  leads: number;
  enriched: number;
  embedded: number;
  /** Current verdicts. */
  judged: number;
  qualified: number;
  /** Of the language model or a human, for good. */
  disqualified: number;
  /** Rejected by the model alone, until it changes its mind. */
  parked: number;
  /** Deals by state now. */
  fresh: number;
  pending: number;
  /** Deals whose invitation is out or was. */
  invited: number;
  /** Deals whose person is or was connected. */
  connected: number;
  completed: number;
  failed: number;
  llmCalls: number;
  /** Verdicts given without the language model. */
  autoDecisions: number;
}

/** Counts of one campaign, or of all. Leads, enriched and embedded are shared by the campaigns. */
export async function readFunnel(db: Database, campaignId?: number): Promise<Funnel> {
  const ofCampaign = campaignId === undefined ? sql`true` : sql`campaign_id = ${campaignId}`;
  const { rows } = await sql<Funnel>`
    select
      all_leads.leads,
      all_leads.leads - (select count(*)::int from lead
        where profile is null and closed_reason is distinct from 'self') as enriched,
      (select count(distinct lead_id)::int from embedding) as embedded,
      v.*, d.*,
      (select count(*)::int from llm_call where ${ofCampaign}) as "llmCalls"
    from
      (select coalesce(sum(leads), 0)::int as leads from lead_tally) all_leads,
      (select count(*)::int as judged,
              count(*) filter (where qualified)::int as qualified,
              count(*) filter (where not qualified and source <> 'model')::int as disqualified,
              count(*) filter (where not qualified and source = 'model')::int as parked,
              count(*) filter (where source = 'model')::int as "autoDecisions"
       from verdict where superseded_at is null and ${ofCampaign}) v,
      (select count(*) filter (where state = 'NEW')::int as fresh,
              count(*) filter (where state = 'PENDING')::int as pending,
              count(*) filter (where pending_at is not null)::int as invited,
              count(*) filter (where connected_at is not null)::int as connected,
              count(*) filter (where state = 'COMPLETED')::int as completed,
              count(*) filter (where state = 'FAILED')::int as failed
       from deal where ${ofCampaign}) d`.execute(db);
  return onlyRow(rows);
}

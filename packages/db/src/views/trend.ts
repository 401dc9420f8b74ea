import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** How many people came to each step of the funnel within one span of time. */
export interface TrendPoint {
  /** The first day of the span, in UTC: `2026-03-02`. */
  from: string;
  judged: number;
  qualified: number;
  invited: number;
  /** Of those the funnel counts as connected. */
  connected: number;
  messaged: number;
}

/** Spans of one day or one week (from Monday on), the last of which holds now. */
export interface TrendQuery {
  span: 'day' | 'week';
  spans: number;
  campaignId?: number;
}

/** Oldest first; every span is there, also those in which nothing happened. Verdicts that were taken back are not counted. */
export async function readTrend(
  db: Database,
  { span, spans, campaignId }: TrendQuery,
  now: Date,
): Promise<TrendPoint[]> {
  const today = sql`date_trunc(${span}, ${now}::timestamptz at time zone 'UTC')`;
  const step = sql`make_interval(days => ${span === 'day' ? 1 : 7})`;
  const since = sql`((${today} - ${spans - 1} * ${step}) at time zone 'UTC')`;
  const inSpan = (column: string) => sql`date_trunc(${span}, ${sql.ref(column)} at time zone 'UTC')`;
  const ofCampaign = campaignId === undefined ? sql`true` : sql`campaign_id = ${campaignId}`;
  const deals = (column: string, name: string) => sql`
    select ${inSpan(column)} as at, ${sql.raw(name)}::text as step, count(*)::int as people from deal
    where ${sql.ref(column)} >= ${since} and ${ofCampaign} group by 1`;
  const { rows } = await sql<TrendPoint>`
    with counted as (
      select ${inSpan('created_at')} as at, case when qualified then 'qualified' else 'judged' end as step, count(*)::int as people
      from verdict where superseded_at is null and created_at >= ${since} and ${ofCampaign} group by 1, 2
      union all ${deals('pending_at', `'invited'`)}
      union all ${deals('connected_at', `'connected'`)}
      union all ${deals('completed_at', `'messaged'`)}
    )
    select to_char(spans.at, 'YYYY-MM-DD') as "from",
      coalesce(sum(people) filter (where step in ('judged', 'qualified')), 0)::int as judged,
      coalesce(sum(people) filter (where step = 'qualified'), 0)::int as qualified,
      coalesce(sum(people) filter (where step = 'invited'), 0)::int as invited,
      coalesce(sum(people) filter (where step = 'connected'), 0)::int as connected,
      coalesce(sum(people) filter (where step = 'messaged'), 0)::int as messaged
    from generate_series(${today} - ${spans - 1} * ${step}, ${today}, ${step}) as spans (at)
    left join counted on counted.at = spans.at
    group by spans.at order by spans.at`.execute(db);
  return rows;
}

import { DEFAULT_LIMITS, type LimitedKind, quotasFor, sinceOf } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { liveActions } from './spent.ts';

/** What an account did lately for one campaign. */
export interface RecentActs {
  accountId: number;
  campaignId: number;
  /** How many acts each window of the kind holds, in the order of `quotasFor`. */
  inside: readonly number[];
  lastAt: Date;
}

/**
 * The live acts of one kind that its windows hold, or held until lately, for all accounts and campaigns at once.
 * One that may still be done counts as done now.
 */
export async function readRecentActs(db: Database, kind: LimitedKind, now: Date): Promise<RecentActs[]> {
  // The windows of a kind are the same for every account.
  const inside = quotasFor(kind, DEFAULT_LIMITS).map(
    ({ windowMs }) => sql`(count(*) filter (where act.at > ${new Date(now.getTime() - windowMs)}))::int`,
  );
  const over = liveActions(db, kind)
    .select([campaignOfAct, 'action.latest_at as at'])
    .where('action.account_id', '=', sql.ref<number>('account.id'))
    .where('action.latest_at', '>', sinceOf(kind, now));
  const underWay = liveActions(db, kind)
    .select([campaignOfAct, sql<Date>`${now}::timestamptz`.as('at')])
    .where('action.account_id', '=', sql.ref<number>('account.id'))
    .where('action.latest_at', 'is', null);
  // By account, each deal looked up, and the two kinds of acts apart, so that each is read from its own end of an index.
  const { rows } = await sql<RecentActs>`
    select account.id as "accountId", recent.*
    from account cross join lateral (
      select "campaignId", json_build_array(${sql.join(inside)}) as inside, max(act.at) as "lastAt"
      from (${over} union all ${underWay}) as act group by "campaignId"
    ) as recent`.execute(db);
  return rows;
}

/** A subquery, not a join: few acts are recent, and a join would go through all deals there ever were. */
const campaignOfAct = sql<number>`(select campaign_id from deal where deal.id = action.deal_id)`.as(
  'campaignId',
);

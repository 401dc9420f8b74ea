import { LIVE_ACTION_STATES } from '@fairlead/shared/domain/action';
import { DEFAULT_LIMITS, type LimitedKind, quotasFor, sinceOf } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

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
  const at = sql`coalesce(action.latest_at, ${now})`;
  // The windows of a kind are the same for every account.
  const inside = quotasFor(kind, DEFAULT_LIMITS).map(
    ({ windowMs }) => sql`(count(*) filter (where ${at} > ${new Date(now.getTime() - windowMs)}))::int`,
  );
  // By account, so that each reads its own end of an index, not everybody's history.
  const { rows } = await sql<RecentActs>`
    select account.id as "accountId", recent.*
    from account cross join lateral (
      select deal.campaign_id as "campaignId", json_build_array(${sql.join(inside)}) as inside, max(${at}) as "lastAt"
      from action join deal on deal.id = action.deal_id
      where action.account_id = account.id and action.kind = ${kind}
        and action.state = any(${[...LIVE_ACTION_STATES]}::text[])
        and (action.latest_at is null or action.latest_at > ${sinceOf(kind, now)})
      group by deal.campaign_id
    ) as recent`.execute(db);
  return rows;
}

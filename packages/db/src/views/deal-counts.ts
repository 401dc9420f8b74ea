import { DealState } from '@fairlead/shared/domain/deal';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** How many deals are in each state, of all campaigns; every state is there. */
export async function countDealsByState(db: Database): Promise<Record<DealState, number>> {
  const rows = await db
    .selectFrom('deal')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute();
  const countOf = (state: DealState): number => rows.find((row) => row.state === state)?.count ?? 0;
  return Object.fromEntries(DealState.options.map((state) => [state, countOf(state)])) as Record<
    DealState,
    number
  >;
}

import type { Database } from '../database.ts';

/** What a search phrase of a campaign brought. */
export interface KeywordYield {
  id: number;
  keyword: string;
  /** Null while it waits for its turn. */
  usedAt: Date | null;
  /** People its search showed; null until a page of it was read. */
  found: number | null;
  /** Of those, the ones nobody knew before. */
  discovered: number;
  /** Of the new ones, those this campaign has a verdict on, whoever gave it. */
  judged: number;
  /** Of the judged ones, those that fit. */
  qualified: number;
}

/** Every keyword of the campaign with what it brought, in the order in which they were added. */
export async function keywordYield(db: Database, campaignId: number): Promise<KeywordYield[]> {
  return await db
    .selectFrom('search_keyword')
    .leftJoin('keyword_find', 'keyword_find.keyword_id', 'search_keyword.id')
    .leftJoin('verdict', (join) =>
      join
        .onRef('verdict.lead_id', '=', 'keyword_find.lead_id')
        .onRef('verdict.campaign_id', '=', 'search_keyword.campaign_id')
        .on('verdict.superseded_at', 'is', null),
    )
    .select((eb) => [
      'search_keyword.id',
      'search_keyword.keyword',
      'search_keyword.used_at as usedAt',
      'search_keyword.found',
      eb.fn.coalesce('search_keyword.discovered', eb.lit(0)).as('discovered'),
      eb.cast<number>(eb.fn.count('verdict.id'), 'integer').as('judged'),
      eb
        .cast<number>(eb.fn.count('verdict.id').filterWhere('verdict.qualified', '=', true), 'integer')
        .as('qualified'),
    ])
    .where('search_keyword.campaign_id', '=', campaignId)
    .groupBy('search_keyword.id')
    .orderBy('search_keyword.id')
    .execute();
}

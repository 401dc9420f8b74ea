import type { Database } from '../database.ts';
import { unusedKeywords } from './eligibility.ts';

export interface SearchKeyword {
  id: number;
  keyword: string;
  usedAt: Date | null;
}

export async function listKeywords(db: Database, campaignId: number): Promise<SearchKeyword[]> {
  return await db
    .selectFrom('search_keyword')
    .select(['id', 'keyword', 'used_at as usedAt'])
    .where('campaign_id', '=', campaignId)
    .orderBy('id')
    .execute();
}

/** Adds what the campaign does not have yet, whatever the case of its letters. Returns how many were new. */
export async function addKeywords(
  db: Database,
  campaignId: number,
  keywords: readonly string[],
  now: Date,
): Promise<number> {
  if (keywords.length === 0) return 0;
  const added = await db
    .insertInto('search_keyword')
    .values(keywords.map((keyword) => ({ campaign_id: campaignId, keyword, created_at: now, used_at: null })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return added.length;
}

/** Takes the oldest unused keyword and marks it used in the same step; null when there is none. */
export async function claimKeyword(
  db: Database,
  campaignId: number,
  now: Date,
): Promise<SearchKeyword | null> {
  const row = await db
    .updateTable('search_keyword')
    .set({ used_at: now })
    .where('id', '=', () =>
      unusedKeywords(db)
        .select('id')
        .where('campaign_id', '=', campaignId)
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'keyword', 'used_at as usedAt'])
    .executeTakeFirst();
  return row ?? null;
}

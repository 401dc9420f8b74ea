import { type KeywordCalls, MAX_BARREN_KEYWORD_CALLS, tidyKeyword } from '@fairlead/shared/domain/keyword';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { unusedKeywords } from './eligibility.ts';
import { addUnknownLeads } from './leads.ts';

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

/** Adds what the campaign does not have yet, whatever the case of its letters and its spaces. Returns how many were new. */
export async function addKeywords(
  db: Database,
  campaignId: number,
  keywords: readonly string[],
  now: Date,
): Promise<number> {
  const tidy = keywords.map(tidyKeyword).filter((keyword) => keyword !== '');
  if (tidy.length === 0) return 0;
  const added = await db
    .insertInto('search_keyword')
    .values(tidy.map((keyword) => ({ campaign_id: campaignId, keyword, created_at: now, used_at: null })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return added.length;
}

/** Removes keywords nobody searched for yet. Returns their texts; used ones stay, so that they are not thought up again. */
export async function deleteUnusedKeywords(
  db: Database,
  campaignId: number,
  ids: readonly number[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const removed = await db
    .deleteFrom('search_keyword')
    .where('campaign_id', '=', campaignId)
    .where('id', 'in', ids)
    .where('used_at', 'is', null)
    .returning('keyword')
    .execute();
  return removed.map(({ keyword }) => keyword);
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

/** Writes down that the language model was asked for keywords, and how many of its answer were new. */
export async function recordKeywordCall(
  db: Database,
  campaignId: number,
  added: number,
  now: Date,
): Promise<void> {
  await db
    .insertInto('keyword_call')
    .columns(['campaign_id', 'brief_digest', 'added', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('campaign')
        .select(['id', 'brief_digest', sql<number>`${added}::int`.as('added'), sql<Date>`${now}`.as('at')])
        .where('id', '=', campaignId),
    )
    .execute();
}

/**
 * One page of a keyword's search: unknown people become leads that the keyword found, and are counted. Returns how
 * many were new.
 */
export async function recordFinds(
  trx: Tx,
  keywordId: number,
  publicIds: readonly string[],
  now: Date,
  maxLeads: number | null,
): Promise<number> {
  const leadIds = await addUnknownLeads(trx, publicIds, now, maxLeads);
  await trx
    .updateTable('search_keyword')
    .set({
      found: sql<number>`coalesce(found, 0) + ${publicIds.length}::int`,
      discovered: sql<number>`coalesce(discovered, 0) + ${leadIds.length}::int`,
    })
    .where('id', '=', keywordId)
    .execute();
  if (leadIds.length === 0) return 0;
  await trx
    .insertInto('keyword_find')
    .values(leadIds.map((leadId) => ({ lead_id: leadId, keyword_id: keywordId })))
    .execute();
  return leadIds.length;
}

/** Per campaign that has no unused keyword: calls in vain for its present brief. Campaigns without any are absent. */
export async function barrenKeywordCalls(db: Database): Promise<ReadonlyMap<number, KeywordCalls>> {
  // From its newest call back: never further than to the call at which the lane stops.
  const calls = (eb: typeof db) =>
    eb
      .selectFrom('keyword_call')
      .select('keyword_call.at')
      .where('keyword_call.campaign_id', '=', sql.ref<number>('campaign.id'))
      .where('keyword_call.brief_digest', '=', sql.ref<string>('campaign.brief_digest'))
      .where('keyword_call.at', '>', sql<Date>`coalesce((${lastProductiveUse(eb)}), '-infinity')`)
      .orderBy('keyword_call.at', 'desc')
      .limit(MAX_BARREN_KEYWORD_CALLS)
      .as('calls');
  const rows = await db
    .selectFrom('campaign')
    .innerJoinLateral(
      () =>
        db
          .selectFrom(calls(db))
          .select([sql<number>`count(*)::int`.as('barren'), (eb) => eb.fn.max('calls.at').as('lastAt')])
          .as('vain'),
      (join) => join.on('vain.barren', '>', 0),
    )
    .select(['campaign.id', 'vain.barren', 'vain.lastAt'])
    .where('campaign.id', 'not in', unusedKeywords(db).select('search_keyword.campaign_id'))
    .execute();
  return new Map(rows.map(({ id, barren, lastAt }) => [id, { barren, lastAt }]));
}

/** When the campaign last used a keyword that found somebody new. */
function lastProductiveUse(db: Database) {
  return db
    .selectFrom('search_keyword')
    .select('used_at')
    .where('search_keyword.campaign_id', '=', sql.ref<number>('campaign.id'))
    .where('discovered', '>', 0)
    .where('used_at', 'is not', null)
    .orderBy('used_at', 'desc')
    .limit(1);
}

import { MAX_BARREN_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import {
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase } from '../database.ts';
import {
  addKeywords,
  barrenKeywordCalls,
  claimKeyword,
  listKeywords,
  recordFinds,
  recordKeywordCall,
} from './keywords.ts';

let database: MigratedDatabase;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('keywords');
});
beforeEach(async () => {
  await emptyTables(database);
  campaignId = await addCampaign(database.db);
});
afterAll(() => database.drop());

const add = (keywords: readonly string[], campaign = campaignId) =>
  addKeywords(database.db, campaign, keywords, NOW);

test('a campaign has each keyword once, whatever the case, also within one batch', async () => {
  expect(await add(['Wind park', 'wind PARK', 'Turbine'])).toBe(2);
  expect(await add(['TURBINE', 'Blade'])).toBe(1);
  expect(await add([])).toBe(0);
  const keywords = (await listKeywords(database.db, campaignId)).map(({ keyword }) => keyword);
  expect(keywords).toEqual(['Wind park', 'Turbine', 'Blade']);
});

test('keywords are unique per campaign, whatever their spaces (mission §3, search)', async () => {
  expect(await add(['  Wind   park ', 'wind park', 'Wind\tPark', 'wind\u00a0park', ' ', ''])).toBe(1);
  expect((await listKeywords(database.db, campaignId)).map(({ keyword }) => keyword)).toEqual(['Wind park']);
  const untidy = { campaign_id: campaignId, keyword: 'wind  park', created_at: NOW, used_at: null };
  await expect(database.db.insertInto('search_keyword').values(untidy).execute()).rejects.toThrow(
    'search_keyword_is_tidy',
  );
});

test('campaigns have their own', async () => {
  const other = await addCampaign(database.db);
  await add(['Turbine']);
  expect(await add(['Turbine'], other)).toBe(1);
  expect(await claimKeyword(database.db, other, NOW)).toMatchObject({ keyword: 'Turbine' });
  expect(await claimKeyword(database.db, campaignId, NOW)).toMatchObject({ keyword: 'Turbine' });
});

test('the oldest unused one is claimed and stays used, also after a restart (mission §3, search)', async () => {
  await add(['first', 'second']);
  expect(await claimKeyword(database.db, campaignId, NOW)).toMatchObject({ keyword: 'first', usedAt: NOW });
  expect(await add(['FIRST'])).toBe(0);
  expect(await claimKeyword(database.db, campaignId, NOW)).toMatchObject({ keyword: 'second' });
  expect(await claimKeyword(database.db, campaignId, NOW)).toBeNull();
});

test('many who claim at once never get the same one', async () => {
  const keywords = Array.from({ length: 10 }, (_, i) => `keyword ${i}`);
  await add(keywords);
  const other = await connectDatabase(database.url);
  const claims = await Promise.all(
    Array.from({ length: 16 }, (_, i) => claimKeyword(i % 2 ? other : database.db, campaignId, NOW)),
  );
  await other.destroy();
  const claimed = claims.flatMap((claim) => (claim ? [claim.keyword] : []));
  expect(claimed.sort()).toEqual(keywords);
});

describe('calls for keywords in vain', () => {
  const hour = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
  const vain = async (campaign = campaignId) => (await barrenKeywordCalls(database.db)).get(campaign);
  const call = (hours: number, campaign = campaignId) =>
    recordKeywordCall(database.db, campaign, 0, hour(hours));

  /** Searches for a new keyword, and finds these. */
  async function searchFor(keyword: string, hours: number, publicIds: readonly string[]): Promise<number> {
    await add([keyword]);
    const claimed = await claimKeyword(database.db, campaignId, hour(hours));
    if (!claimed) throw new Error('There was nothing to claim.');
    return await database.db
      .transaction()
      .execute((trx) => recordFinds(trx, claimed.id, publicIds, hour(hours), null));
  }

  test('are counted since a search last found somebody new', async () => {
    expect(await vain()).toBeUndefined();
    await call(0);
    expect(await searchFor('nobody', 1, [])).toBe(0);
    await call(2);
    expect(await vain()).toEqual({ barren: 2, lastAt: hour(2) });
    expect(await searchFor('somebody', 3, ['ana'])).toBe(1);
    expect(await vain()).toBeUndefined();
    await call(4);
    expect(await searchFor('the same', 5, ['ana'])).toBe(0);
    expect(await vain()).toEqual({ barren: 1, lastAt: hour(4) });
  });

  test('are none while a keyword is unused', async () => {
    await call(0);
    await add(['by hand']);
    expect(await vain()).toBeUndefined();
  });

  test('are counted no further than to where the lane stops', async () => {
    for (let i = 0; i < 9; i++) await call(i);
    expect(await vain()).toEqual({ barren: MAX_BARREN_KEYWORD_CALLS, lastAt: hour(8) });
  });

  test('are those of the campaign, and of its present objective and product docs', async () => {
    const other = await addCampaign(database.db);
    await call(0);
    expect(await vain(other)).toBeUndefined();
    for (const change of [{ objective: 'Somebody else' }, { product_docs: 'Something else' }]) {
      await call(1);
      expect(await vain()).toBeDefined();
      await database.db.updateTable('campaign').set(change).where('id', '=', campaignId).execute();
      expect(await vain()).toBeUndefined();
    }
  });
});

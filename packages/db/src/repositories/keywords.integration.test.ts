import {
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDatabase } from '../database.ts';
import { addKeywords, claimKeyword, listKeywords } from './keywords.ts';

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

test('campaigns have their own', async () => {
  const other = await addCampaign(database.db);
  await add(['Turbine']);
  expect(await add(['Turbine'], other)).toBe(1);
  expect(await claimKeyword(database.db, other, NOW)).toMatchObject({ keyword: 'Turbine' });
  expect(await claimKeyword(database.db, campaignId, NOW)).toMatchObject({ keyword: 'Turbine' });
});

test('the oldest unused one is claimed and stays used', async () => {
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

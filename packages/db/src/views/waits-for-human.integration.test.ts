import { MAX_BARREN_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import {
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addKeywords, recordKeywordCall } from '../repositories/keywords.ts';
import { readKeywordStops } from './waits-for-human.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('waits_for_human');
});
afterAll(() => database.drop());

test('a campaign waits for a human when keywords were asked for in vain so often, and none is unused', async () => {
  await emptyTables(database);
  const { db } = database;
  const [campaignId, other] = [await addCampaign(db), await addCampaign(db)];
  const stops = async () => (await readKeywordStops(db, NOW)).map(({ isStopped }) => isStopped);
  for (let i = 1; i < MAX_BARREN_KEYWORD_CALLS; i++) await recordKeywordCall(db, campaignId, 0, NOW);
  expect(await stops()).toEqual([false, false]);
  await recordKeywordCall(db, campaignId, 0, NOW);
  expect(await stops()).toEqual([true, false]);
  await addKeywords(db, campaignId, ['by hand'], NOW);
  expect(await stops()).toEqual([false, false]);
  await db.deleteFrom('search_keyword').execute();
  await db.updateTable('campaign').set({ paused: true }).where('id', '=', campaignId).execute();
  expect(await readKeywordStops(db, NOW)).toMatchObject([{ campaignId: other, isStopped: false }]);
});

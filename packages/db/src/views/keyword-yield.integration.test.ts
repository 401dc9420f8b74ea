import {
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  newProfile,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addKeywords, claimKeyword, recordFinds } from '../repositories/keywords.ts';
import { recordProfile } from '../repositories/leads.ts';
import { recordVerdict } from '../repositories/verdicts.ts';
import { keywordYield } from './keyword-yield.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('keyword_yield');
});
afterAll(() => database.drop());

async function leadId(publicId: string): Promise<number> {
  const query = database.db.selectFrom('lead').select('id').where('public_id', '=', publicId);
  return (await query.executeTakeFirstOrThrow()).id;
}

async function judge(campaignId: number, publicId: string, qualified: boolean): Promise<void> {
  const id = await leadId(publicId);
  await database.db.transaction().execute(async (trx) => {
    await recordProfile(trx, id, newProfile({ publicId }), {}, NOW);
    const verdict = { qualified, reason: 'r', source: 'llm', modelVersion: null, confidence: null } as const;
    await recordVerdict(trx, id, campaignId, verdict, NOW);
  });
}

test('says of each keyword when it was used, whom it found, who was new, judged and fit', async () => {
  await emptyTables(database);
  const { db } = database;
  const [campaignId, other] = [await addCampaign(db), await addCampaign(db)];
  await addKeywords(db, campaignId, ['first', 'second', 'third', 'waiting'], NOW);
  await addKeywords(db, other, ['theirs'], NOW);
  const pages = [
    [
      ['ana', 'bo'],
      ['cy', 'ana'],
    ],
    [['ana', 'dan']],
    [],
  ];
  for (const found of pages) {
    const keyword = await claimKeyword(db, campaignId, NOW);
    for (const page of found)
      await db.transaction().execute((trx) => recordFinds(trx, keyword?.id ?? 0, page, NOW, null));
  }
  await judge(campaignId, 'ana', true);
  await judge(campaignId, 'bo', false);
  // Another campaign's verdict is no business of this one's.
  await judge(other, 'cy', true);

  expect(await keywordYield(db, campaignId)).toMatchObject([
    { keyword: 'first', usedAt: NOW, found: 4, discovered: 3, judged: 2, qualified: 1 },
    { keyword: 'second', usedAt: NOW, found: 2, discovered: 1, judged: 0, qualified: 0 },
    { keyword: 'third', usedAt: NOW, found: null, discovered: 0, judged: 0, qualified: 0 },
    { keyword: 'waiting', usedAt: null, found: null, discovered: 0, judged: 0, qualified: 0 },
  ]);
  // Whoever is removed is removed here too; that there was somebody stays.
  await db.deleteFrom('lead').where('public_id', '=', 'dan').execute();
  expect(await keywordYield(db, campaignId)).toMatchObject([{}, { discovered: 1 }, {}, {}]);
});

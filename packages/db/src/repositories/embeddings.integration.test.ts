import { profileText } from '@fairlead/shared/domain/profile';
import type { Verdict } from '@fairlead/shared/domain/verdict';
import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  addVector,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
  testVector,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { candidatesFor, leadsToEmbed, newDealVectors, saveEmbeddings, vectorsOf } from './embeddings.ts';
import { closeLead } from './leads.ts';
import { labelKeys, recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('embeddings');
});
beforeEach(async () => {
  await emptyTables(database);
  campaignId = await addCampaign(database.db);
});
afterAll(() => database.drop());

const OTHER_MODEL = 'another-model';
const YES: Verdict = { qualified: true, reason: 'fits', source: 'llm', modelVersion: 'v1', confidence: null };

const judge = (leadId: number, verdict: Verdict = YES, campaign = campaignId): Promise<boolean> =>
  database.db.transaction().execute((trx) => recordVerdict(trx, leadId, campaign, verdict, NOW));

async function addVectoredLead(model: string = TEST_MODEL): Promise<number> {
  const { leadId } = await addLead(database.db);
  await addVector(database.db, leadId, { model });
  return leadId;
}

describe('leadsToEmbed', () => {
  test('lists enriched leads without a vector of the model, oldest first, with their text', async () => {
    await addUrlOnlyLead(database.db);
    const [first, second, third] = [
      await addLead(database.db),
      await addLead(database.db),
      await addLead(database.db),
    ];
    await addVector(database.db, first.leadId);
    await addVector(database.db, second.leadId, { model: OTHER_MODEL });
    expect(await leadsToEmbed(database.db, TEST_MODEL, 10)).toEqual([
      { leadId: second.leadId, text: profileText(second.profile) },
      { leadId: third.leadId, text: profileText(third.profile) },
    ]);
    expect(await leadsToEmbed(database.db, TEST_MODEL, 1)).toHaveLength(1);
  });

  test('leaves closed leads out, and keeps promoted ones', async () => {
    const { leadId } = await addLead(database.db);
    await closeLead(database.db, leadId, 'duplicate');
    const deal = await addDeal(database.db, { campaignId });
    expect((await leadsToEmbed(database.db, TEST_MODEL, 10)).map((lead) => lead.leadId)).toEqual([
      deal.leadId,
    ]);
  });
});

describe('saveEmbeddings', () => {
  test('stores vectors exactly, in 32 bits, and keeps the first of two', async () => {
    const { leadId } = await addLead(database.db);
    const vector = await addVector(database.db, leadId);
    await addVector(database.db, leadId, { vector: testVector('late') });
    expect(await vectorsOf(database.db, TEST_MODEL, [leadId, leadId + 1])).toEqual([{ id: leadId, vector }]);
    expect(await vectorsOf(database.db, OTHER_MODEL, [leadId])).toEqual([]);
  });

  test('does nothing with nothing, and refuses another dimension', async () => {
    await saveEmbeddings(database.db, TEST_MODEL, [], NOW);
    const { leadId } = await addLead(database.db);
    await expect(addVector(database.db, leadId, { vector: new Float32Array(3) })).rejects.toThrow(/384/);
  });
});

describe('candidatesFor', () => {
  const idsFor = async (campaign: number, model: string = TEST_MODEL): Promise<number[]> =>
    (await candidatesFor(database.db, campaign, model, 10)).map(({ id }) => id);

  test('are leads that this campaign has not judged, whatever another one said', async () => {
    const [first, second] = [await addVectoredLead(), await addVectoredLead()];
    const other = await addCampaign(database.db);
    await judge(first);
    expect(await idsFor(campaignId)).toEqual([second]);
    expect(await idsFor(other)).toEqual([first, second]);
  });

  test('have a vector of this model and no other: models never mix', async () => {
    const [first, second] = [await addVectoredLead(), await addVectoredLead(OTHER_MODEL)];
    expect(await idsFor(campaignId)).toEqual([first]);
    expect(await idsFor(campaignId, OTHER_MODEL)).toEqual([second]);
  });

  test('are not closed, and come back when their verdict is superseded', async () => {
    const [closed, judged] = [await addVectoredLead(), await addVectoredLead()];
    await closeLead(database.db, closed, 'inaccessible');
    await judge(judged);
    expect(await idsFor(campaignId)).toEqual([]);
    await database.db.updateTable('verdict').set({ superseded_at: NOW }).execute();
    expect(await idsFor(campaignId)).toEqual([judged]);
  });
});

test('newDealVectors has the NEW deals of the campaign, keyed by deal, in the model’s vectors', async () => {
  const accountId = await addAccount(database.db);
  const fresh = await addDeal(database.db, { campaignId });
  const pending = await addDeal(database.db, { campaignId, accountId, state: 'PENDING' });
  const elsewhere = await addDeal(database.db, { campaignId: await addCampaign(database.db) });
  for (const { leadId } of [fresh, pending, elsewhere]) await addVector(database.db, leadId);
  await addVector(database.db, fresh.leadId, { model: OTHER_MODEL, vector: testVector('other') });
  expect(await newDealVectors(database.db, campaignId, TEST_MODEL)).toEqual([
    { id: fresh.dealId, vector: testVector(fresh.leadId) },
  ]);
});

describe('verdicts', () => {
  test('are given once per lead and campaign', async () => {
    const { leadId } = await addLead(database.db);
    expect(await judge(leadId)).toBe(true);
    expect(await judge(leadId, { ...YES, qualified: false, source: 'human', modelVersion: null })).toBe(
      false,
    );
    expect(await judge(leadId, YES, await addCampaign(database.db))).toBe(true);
    await database.db.updateTable('verdict').set({ superseded_at: NOW }).execute();
    expect(await judge(leadId)).toBe(true);
  });

  test('of two at once, one is written', async () => {
    const { leadId } = await addLead(database.db);
    const written = await Promise.all([judge(leadId), judge(leadId), judge(leadId)]);
    expect(written.filter(Boolean)).toHaveLength(1);
  });

  test('become labels in the order they were given, of one model and campaign, but for the model’s own', async () => {
    const [first, second] = [await addVectoredLead(), await addVectoredLead()];
    const parked = await addVectoredLead();
    await judge(parked, { ...YES, qualified: false, source: 'model', confidence: 0.02 });
    const foreign = await addVectoredLead(OTHER_MODEL);
    await judge(second, { ...YES, qualified: false, source: 'human' });
    await judge(first);
    await judge(foreign);
    await judge(first, YES, await addCampaign(database.db));
    expect(await labelKeys(database.db, campaignId, TEST_MODEL)).toEqual([
      { key: expect.stringMatching(/^v\d+@\d+$/), leadId: second, qualified: false, source: 'human' },
      { key: expect.stringMatching(/^v\d+@\d+$/), leadId: first, qualified: true, source: 'llm' },
    ]);
  });
});

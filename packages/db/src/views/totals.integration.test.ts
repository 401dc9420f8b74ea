import { DAY_MS, DEFAULT_LIMITS, WEEK_MS } from '@fairlead/shared/domain/limits';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readLlmUsage, recordLlmCall } from '../repositories/llm-calls.ts';
import { recordSentList } from '../repositories/spent.ts';
import { countDealsByState } from './deal-counts.ts';
import { readQuotaUse } from './limit-use.ts';

let database: MigratedDatabase;
beforeAll(async () => {
  database = await openMigratedDatabase('totals');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

test('every state of a deal is counted, also those without one', async () => {
  const campaignId = await addCampaign(database.db);
  const accountId = await addAccount(database.db);
  await addDeal(database.db, { campaignId });
  await addDeal(database.db, { campaignId });
  await addDeal(database.db, { campaignId, accountId, state: 'CONNECTED' });
  expect(await countDealsByState(database.db)).toEqual({
    NEW: 2,
    PENDING: 0,
    CONNECTED: 1,
    COMPLETED: 0,
    FAILED: 0,
  });
});

test('the use of the language model is summed by purpose and model', async () => {
  const campaignId = await addCampaign(database.db);
  expect(await readLlmUsage(database.db)).toEqual([]);
  const call = {
    purpose: 'verdict',
    model: 'small',
    promptTokens: 2_000_000_000,
    completionTokens: 5,
  } as const;
  await recordLlmCall(database.db, campaignId, call, NOW);
  await recordLlmCall(database.db, campaignId, call, NOW);
  await recordLlmCall(database.db, campaignId, { ...call, purpose: 'keywords', promptTokens: 1 }, NOW);
  expect(await readLlmUsage(database.db)).toEqual([
    { purpose: 'keywords', model: 'small', calls: 1, promptTokens: 1, completionTokens: 5 },
    { purpose: 'verdict', model: 'small', calls: 2, promptTokens: 4_000_000_000, completionTokens: 10 },
  ]);
  const another = await addCampaign(database.db);
  await recordLlmCall(database.db, another, { ...call, promptTokens: 7 }, NOW);
  expect(await readLlmUsage(database.db, another)).toEqual([
    { purpose: 'verdict', model: 'small', calls: 1, promptTokens: 7, completionTokens: 5 },
  ]);
});

test('an action counts in each window that it is in', async () => {
  const campaignId = await addCampaign(database.db);
  const accountId = await addAccount(database.db);
  for (const ageMs of [DAY_MS / 2, 2 * DAY_MS, 2 * WEEK_MS]) {
    const { leadId, dealId } = await addDeal(database.db, { campaignId });
    const at = new Date(NOW.getTime() - ageMs);
    await addAction(database.db, { kind: 'invite', state: 'done', accountId, leadId, dealId, at });
  }
  const account = { id: accountId, limits: DEFAULT_LIMITS };
  expect(await readQuotaUse(database.db, account, 'invite', NOW)).toEqual([
    { windowMs: DAY_MS, max: 20, used: 1, byHand: 0 },
    { windowMs: WEEK_MS, max: 100, used: 2, byHand: 0 },
  ]);
  expect(await readQuotaUse(database.db, account, 'message', NOW)).toEqual([
    { windowMs: DAY_MS, max: 30, used: 0, byHand: 0 },
  ]);
});

test('an invitation sent by hand counts, and is told from ours', async () => {
  const accountId = await addAccount(database.db);
  await recordSentList(database.db, accountId, [{ publicId: 'ana', sentAt: NOW }], NOW);
  const account = { id: accountId, limits: DEFAULT_LIMITS };
  expect(await readQuotaUse(database.db, account, 'invite', NOW)).toEqual([
    { windowMs: DAY_MS, max: 20, used: 1, byHand: 1 },
    { windowMs: WEEK_MS, max: 100, used: 1, byHand: 1 },
  ]);
});

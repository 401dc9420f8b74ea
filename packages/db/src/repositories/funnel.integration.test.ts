import { DealState } from '@fairlead/shared/domain/deal';
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
  newProfile,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { backOffPending, getDeal, postponeDeal } from './deals.ts';
import { readFunnel } from './funnel.ts';
import { closeLead, postponeEnrichment, recordSelf } from './leads.ts';
import { recordLlmCall } from './llm-calls.ts';
import { readOpenWork } from './progress.ts';
import { recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('funnel');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

async function judge(leadId: number, qualified: boolean, source: 'llm' | 'model'): Promise<void> {
  const verdict = { qualified, reason: 'r', source, modelVersion: 'v', confidence: 0.1 };
  await database.db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW));
}

const recordOwnProfile = () =>
  database.db.transaction().execute((trx) => recordSelf(trx, newProfile(), {}, NOW));

describe('readFunnel', () => {
  test('counts everybody where they stand, stages cumulatively, oneself never', async () => {
    await recordOwnProfile();
    await addUrlOnlyLead(database.db);
    const { leadId } = await addLead(database.db);
    await addVector(database.db, leadId);
    await addVector(database.db, leadId, { model: 'another-model' });
    await judge(leadId, false, 'model');
    for (const state of DealState.options) {
      const deal = await addDeal(database.db, { campaignId, accountId, state });
      await judge(deal.leadId, true, 'llm');
    }
    const call = { purpose: 'verdict', model: 'm', promptTokens: 10, completionTokens: 5 } as const;
    await recordLlmCall(database.db, campaignId, call, NOW);
    expect(await readFunnel(database.db, campaignId)).toEqual({
      leads: 7,
      enriched: 6,
      embedded: 1,
      judged: 6,
      qualified: 5,
      disqualified: 0,
      parked: 1,
      fresh: 1,
      pending: 1,
      invited: 3,
      connected: 2,
      completed: 1,
      failed: 1,
      llmCalls: 1,
      autoDecisions: 1,
    });
  });

  test('is of one campaign, or of all', async () => {
    const other = await addCampaign(database.db);
    await addDeal(database.db, { campaignId });
    await addDeal(database.db, { campaignId: other });
    expect((await readFunnel(database.db, other)).fresh).toBe(1);
    expect((await readFunnel(database.db)).fresh).toBe(2);
  });
});

describe('readOpenWork', () => {
  const open = () => readOpenWork(database.db, NOW);
  const NOTHING = { unjudged: 0, toInvite: 0, undecided: 0, toMessage: 0, unsettled: 0 };
  const LATER = new Date(NOW.getTime() + 1);

  test('is nothing when everybody is judged, closed or done', async () => {
    await recordOwnProfile();
    await closeLead(database.db, await addUrlOnlyLead(database.db), 'inaccessible');
    for (const state of ['COMPLETED', 'FAILED'] as const) {
      const { leadId } = await addDeal(database.db, { campaignId, accountId, state });
      await judge(leadId, true, 'llm');
    }
    expect(await open()).toEqual(NOTHING);
  });

  test('counts leads until they are judged, except those that wait to be read again', async () => {
    await addUrlOnlyLead(database.db);
    const { leadId } = await addLead(database.db);
    await postponeEnrichment(database.db, await addUrlOnlyLead(database.db), LATER);
    expect(await open()).toEqual({ ...NOTHING, unjudged: 2 });
    await judge(leadId, false, 'llm');
    expect(await open()).toEqual({ ...NOTHING, unjudged: 1 });
  });

  test('counts deals until they are invited, looked at twice, and messaged', async () => {
    const build = async (state: DealState) => {
      const deal = await addDeal(database.db, { campaignId, accountId, state });
      await judge(deal.leadId, true, 'llm');
      return deal.dealId;
    };
    await build('NEW');
    await postponeDeal(database.db, await build('NEW'), LATER);
    await build('CONNECTED');
    const pending = await build('PENDING');
    const look = async () => {
      const deal = await getDeal(database.db, pending);
      if (deal) await backOffPending(database.db, deal, NOW);
      return (await open()).undecided;
    };
    expect(await open()).toEqual({ ...NOTHING, toInvite: 1, undecided: 1, toMessage: 1 });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });
});

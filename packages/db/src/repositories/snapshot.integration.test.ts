import type { CampaignFacts } from '@fairlead/shared/domain/snapshot';
import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addLead,
  addUrlOnlyLead,
  addVector,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyHealthEvent } from './account-health.ts';
import { dealsToCheck, nextDealToConnect, nextDealToDraft, nextFollowUp, postponeDeal } from './deals.ts';
import { candidatesFor, leadsToEmbed } from './embeddings.ts';
import { addKeywords, claimKeyword } from './keywords.ts';
import { closeLead, leadsToEnrich, postponeEnrichment } from './leads.ts';
import { saveModel } from './models.ts';
import { claimLanes, closeLane } from './schedule.ts';
import { readPlanSnapshot } from './snapshot.ts';
import { recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('snapshot');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

const DAY_LATER = new Date(NOW.getTime() + 24 * 3_600_000);
const OPTIONS = { embeddingModel: TEST_MODEL as string, countUpTo: 100 };
const snapshot = (now = NOW, options = OPTIONS) => readPlanSnapshot(database.db, options, now);

async function campaignFacts(now = NOW, options = OPTIONS): Promise<CampaignFacts> {
  const facts = (await snapshot(now, options)).campaigns.find(({ id }) => id === campaignId);
  if (!facts) throw new Error('The campaign is missing.');
  return facts;
}

async function judge(leadId: number, source: VerdictSource): Promise<void> {
  const verdict = { qualified: false, reason: 'r', source, modelVersion: 'v', confidence: 0.1 };
  await database.db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW));
}

test('an empty system is an empty snapshot', async () => {
  await emptyTables(database);
  expect(await snapshot()).toEqual({
    accounts: [],
    campaigns: [],
    leads: 0,
    leadsToEnrich: 0,
    leadsToEmbed: 0,
    leadsToSeed: 0,
  });
});

/** Some rows that each lane takes and, beside them, rows it must not take. */
async function addWorkForEveryLane(): Promise<void> {
  const { db } = database;
  await addUrlOnlyLead(db);
  await postponeEnrichment(db, await addUrlOnlyLead(db), DAY_LATER);
  await closeLead(db, await addUrlOnlyLead(db), 'inaccessible');
  await addLead(db);
  await addVector(db, (await addLead(db)).leadId);
  await addVector(db, (await addLead(db)).leadId, { model: 'another-model' });
  await addDeal(db, { campaignId });
  const invited = await addDeal(db, { campaignId });
  await addAction(db, { ...invited, kind: 'invite', accountId, state: 'started' });
  await postponeDeal(db, (await addDeal(db, { campaignId })).dealId, DAY_LATER);
  await addDeal(db, { campaignId, accountId, state: 'PENDING' });
  await addDeal(db, { campaignId, accountId, state: 'PENDING', at: new Date(NOW.getTime() + 1) });
  await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  await addFrozenMessage(db, (await addDeal(db, { campaignId, accountId, state: 'CONNECTED' })).dealId);
  const sending = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  const messageId = await addFrozenMessage(db, sending.dealId);
  await addAction(db, { ...sending, kind: 'message', messageId, accountId, state: 'unknown' });
  await addDeal(db, { campaignId, accountId, state: 'COMPLETED' });
}

describe('every count is what the handlers would take', () => {
  test.each([
    ['now', NOW, { enrich: 1, connect: 1, check: 0, draft: 1, followUp: 1 }],
    ['a day later', DAY_LATER, { enrich: 2, connect: 2, check: 1, draft: 1, followUp: 1 }],
  ])('%s', async (_, now, expected) => {
    await addWorkForEveryLane();
    const { db } = database;
    const { leadsToEnrich: toEnrich, leadsToEmbed: toEmbed, leads } = await snapshot(now);
    const facts = await campaignFacts(now);
    expect(leads).toBe(15);
    expect(toEnrich).toBe(expected.enrich);
    expect(await leadsToEnrich(db, 100, now)).toHaveLength(toEnrich);
    expect(await leadsToEmbed(db, TEST_MODEL, 100)).toHaveLength(toEmbed);
    expect(await candidatesFor(db, campaignId, TEST_MODEL, 100)).toHaveLength(facts.candidates);
    expect(facts.candidates).toBe(1);
    expect(facts.dealsToConnect).toBe(expected.connect);
    expect((await nextDealToConnect(db, campaignId, now)) === null).toBe(facts.dealsToConnect === 0);
    expect(facts.pendingDue).toEqual(new Map(expected.check ? [[accountId, expected.check]] : []));
    expect(await dealsToCheck(db, campaignId, accountId, 100, now)).toHaveLength(expected.check);
    expect(facts.dealsToDraft).toBe(expected.draft);
    expect(await nextDealToDraft(db, campaignId)).not.toBeNull();
    expect(facts.followUpsReady).toEqual(new Map([[accountId, expected.followUp]]));
    expect(await nextFollowUp(db, campaignId, accountId, now)).not.toBeNull();
  });

  test('up to where counting stops', async () => {
    for (let i = 0; i < 3; i++)
      await addVector(database.db, (await addDeal(database.db, { campaignId })).leadId);
    const capped = { ...OPTIONS, countUpTo: 2 };
    expect(await campaignFacts(NOW, capped)).toMatchObject({ dealsToConnect: 2, candidates: 2 });
  });
});

describe('accounts', () => {
  test('say when there is room, who may not act, and what is closed', async () => {
    const { leadId, dealId } = await addDeal(database.db, { campaignId });
    const idle = await addAccount(database.db, {
      limits: { connectDaily: 0, connectWeekly: 9, followUpDaily: 1 },
    });
    const busy = await addAccount(database.db, {
      limits: { connectDaily: 1, connectWeekly: 9, followUpDaily: 1 },
    });
    await addAction(database.db, { kind: 'invite', accountId: busy, leadId, dealId, state: 'done' });
    await applyHealthEvent(database.db, busy, { kind: 'checkpoint', detail: 'captcha' });
    await database.db.updateTable('account').set({ active: false }).where('id', '=', idle).execute();
    await closeLane(database.db, { accountId, lane: 'connect', until: DAY_LATER, reason: 'weekly limit' });
    const { accounts } = await snapshot();
    expect(accounts).toEqual([
      expect.objectContaining({
        id: accountId,
        unusableBecause: null,
        freeAt: { invite: NOW, message: NOW },
        closedLanes: { connect: { until: DAY_LATER, reason: 'weekly limit' } },
      }),
      expect.objectContaining({
        id: idle,
        unusableBecause: 'the account is switched off',
        freeAt: { invite: null, message: NOW },
        closedLanes: {},
      }),
      expect.objectContaining({
        id: busy,
        unusableBecause: 'LinkedIn asks for a human: captcha',
        freeAt: { invite: DAY_LATER, message: NOW },
      }),
    ]);
  });
});

test('campaigns know their accounts, schedules and keywords', async () => {
  const second = await addAccount(database.db);
  const other = await addCampaign(database.db, [second]);
  await claimLanes(database.db, [{ campaignId, lane: 'connect', from: null, nextAt: DAY_LATER }]);
  await addKeywords(database.db, campaignId, ['used', 'unused'], NOW);
  await claimKeyword(database.db, campaignId, NOW);
  await database.db.updateTable('campaign').set({ paused: true }).where('id', '=', other).execute();
  const { campaigns } = await snapshot();
  expect(campaigns).toEqual([
    expect.objectContaining({
      id: campaignId,
      paused: false,
      accountIds: [accountId],
      nextAt: { connect: DAY_LATER },
      unusedKeywords: 1,
    }),
    expect.objectContaining({ id: other, paused: true, accountIds: [second], nextAt: {}, unusedKeywords: 0 }),
  ]);
});

describe('unfitted labels', () => {
  const unfitted = async (embeddingModel: string = TEST_MODEL) =>
    (await campaignFacts(NOW, { ...OPTIONS, embeddingModel })).unfittedLabels;
  const fit = (labels: number, embeddingModel: string = TEST_MODEL) =>
    saveModel(
      database.db,
      campaignId,
      {
        strategy: 'classic',
        version: `classic-${labels}`,
        embeddingModel,
        labels,
        state: {},
        options: {},
        report: { concerns: [], calibration: [] },
        auditsSettledTo: null,
      },
      NOW,
    );
  const addLabel = async (source: VerdictSource, model: string = TEST_MODEL): Promise<void> => {
    const { leadId } = await addLead(database.db);
    await addVector(database.db, leadId, { model });
    await judge(leadId, source);
  };

  test('are those of the language model and of humans that came after the newest fit', async () => {
    for (const source of ['llm', 'human', 'model'] as const) await addLabel(source);
    expect(await unfitted()).toBe(2);
    await fit(2);
    expect(await unfitted()).toBe(0);
    await addLabel('llm');
    expect(await unfitted()).toBe(1);
  });

  test('have a vector of the model in use: after a change of models they are fitted anew', async () => {
    await addLabel('llm');
    await fit(1);
    expect(await unfitted('another-model')).toBe(0);
    await addLabel('llm', 'another-model');
    expect(await unfitted('another-model')).toBe(1);
    await fit(1, 'another-model');
    expect(await unfitted('another-model')).toBe(0);
  });
});

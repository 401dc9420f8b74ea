import type { Verdict } from '@fairlead/shared/domain/verdict';
import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  addVector,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answeredAudits, nextAudit, readCampaignAudits } from './audits.ts';
import { candidatesFor } from './embeddings.ts';
import { closeLead } from './leads.ts';
import { saveModel } from './models.ts';
import { recordOutcome } from './outcomes.ts';
import { drawForAudit, parkedLeadIds, parkLeads, removeAuditPick, reopenLeads } from './parking.ts';
import { labelKeys, recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('parking');
});
beforeEach(async () => {
  await emptyTables(database);
  campaignId = await addCampaign(database.db);
});
afterAll(() => database.drop());

const LATER = new Date(NOW.getTime() + 60_000);
const REASON = { text: 'nobody left is likely enough', concerns: [{ code: 'few-labels', text: 'Few.' }] };
const decision = (leadId: number, probability = 0.1) => ({
  leadId,
  qualified: false,
  probability,
  modelVersion: 'v1',
});

async function addCandidate(): Promise<number> {
  const { leadId } = await addLead(database.db);
  await addVector(database.db, leadId);
  return leadId;
}

const park = (...leadIds: number[]): Promise<number> =>
  database.db.transaction().execute((trx) =>
    parkLeads(
      trx,
      campaignId,
      leadIds.map((id) => decision(id)),
      REASON,
      NOW,
    ),
  );
const draw = (leadId: number, at = NOW, probability = 0.1): Promise<number> =>
  database.db
    .transaction()
    .execute((trx) => drawForAudit(trx, campaignId, [decision(leadId, probability)], at));
const judge = (leadId: number, verdict: Partial<Verdict> = {}): Promise<boolean> =>
  database.db
    .transaction()
    .execute((trx) =>
      recordVerdict(
        trx,
        leadId,
        campaignId,
        { qualified: true, reason: 'r', source: 'llm', modelVersion: 'v1', confidence: 0.1, ...verdict },
        NOW,
      ),
    );
const supersede = (leadId: number) =>
  database.db.updateTable('verdict').set({ superseded_at: NOW }).where('lead_id', '=', leadId).execute();
const candidates = async () =>
  (await candidatesFor(database.db, campaignId, TEST_MODEL, 10)).map(({ id }) => id);
const parked = () => parkedLeadIds(database.db, campaignId, TEST_MODEL);

describe('parked leads', () => {
  test('carry reason, probability and version, await nobody, and keep their state', async () => {
    const [first, second] = [await addCandidate(), await addCandidate()];
    expect(await park(second, first)).toBe(2);
    expect(await candidates()).toEqual([]);
    expect(await parked()).toEqual([first, second]);
    const verdicts = await database.db.selectFrom('verdict').selectAll().orderBy('lead_id').execute();
    const given = {
      qualified: false,
      reason: REASON.text,
      source: 'model',
      model_version: 'v1',
      confidence: 0.1,
      chosen_by: null,
      concerns: REASON.concerns,
      created_at: NOW,
    };
    expect(verdicts).toMatchObject([given, given]);
    const leads = await database.db.selectFrom('lead').select('state').execute();
    expect(leads).toEqual([{ state: 'enriched' }, { state: 'enriched' }]);
    expect(await labelKeys(database.db, campaignId, TEST_MODEL)).toEqual([]);
  });

  test('are not those judged, closed or drawn meanwhile, nor those parked before', async () => {
    const [judged, closed, drawn, free] = [
      await addCandidate(),
      await addCandidate(),
      await addCandidate(),
      await addCandidate(),
    ];
    await judge(judged);
    await closeLead(database.db, closed, 'inaccessible');
    await draw(drawn);
    expect(await park(judged, closed, drawn, free, 999_999)).toBe(1);
    expect(await park(free)).toBe(0);
    expect(await parked()).toEqual([free]);
  });

  test('of two who park at once, in whatever order, one parks each', async () => {
    const leads = [await addCandidate(), await addCandidate(), await addCandidate()];
    const [a, b] = await Promise.all([park(...leads), park(...leads.toReversed())]);
    expect(a + b).toBe(3);
  });

  test('await judgement again when they are reopened; nobody else does', async () => {
    const [first, second, judged] = [await addCandidate(), await addCandidate(), await addCandidate()];
    await park(first, second);
    await judge(judged, { qualified: false });
    const reopened = await database.db
      .transaction()
      .execute((trx) => reopenLeads(trx, campaignId, [first, judged], LATER));
    expect(reopened).toBe(1);
    expect(await candidates()).toEqual([first]);
    expect(await parked()).toEqual([second]);
    expect(await park(first)).toBe(1);
  });
});

describe('audits', () => {
  test('await the language model in the order they were drawn, and are no candidates', async () => {
    const [first, second, other] = [await addCandidate(), await addCandidate(), await addCandidate()];
    await draw(second, NOW, 0.02);
    await draw(second, LATER, 0.5);
    await draw(first, LATER);
    expect(await candidates()).toEqual([other]);
    const next = () => nextAudit(database.db, campaignId, TEST_MODEL);
    expect(await next()).toMatchObject({ ...decision(second, 0.02), vector: expect.any(Float32Array) });
    await closeLead(database.db, second, 'inaccessible');
    expect(await next()).toMatchObject({ leadId: first });
    await judge(first);
    expect(await next()).toBeNull();
    await database.db.transaction().execute((trx) => removeAuditPick(trx, campaignId, first));
    await supersede(first);
    expect(await candidates()).toEqual([first, other]);
  });

  test('are answered by the last word, and are not what was corrected or reopened of somebody’s accord', async () => {
    const [agreed, disagreed, corrected, reopened] = [
      await addCandidate(),
      await addCandidate(),
      await addCandidate(),
      await addCandidate(),
    ];
    const audit = { chosenBy: null, auditedQualified: false };
    await judge(agreed, { ...audit, qualified: false });
    await judge(disagreed, { ...audit, qualified: false, confidence: 0.03 });
    await supersede(disagreed);
    await judge(disagreed, { source: 'human' });
    await park(corrected, reopened);
    await supersede(corrected);
    await judge(corrected, { source: 'human' });
    await supersede(reopened);
    await judge(reopened, { chosenBy: 'model' });
    expect(await answeredAudits(database.db, campaignId)).toMatchObject([
      { campaignId, leadId: agreed, decided: false, probability: 0.1, answer: false },
      { campaignId, leadId: disagreed, decided: false, probability: 0.03, answer: true },
    ]);
    expect(await answeredAudits(database.db)).toHaveLength(2);
    expect(await answeredAudits(database.db, await addCampaign(database.db))).toEqual([]);
  });

  test('are settled up to the furthest verdict of any fit', async () => {
    const settled = async () => (await readCampaignAudits(database.db)).map(({ settledTo }) => settledTo);
    expect(await settled()).toEqual([null]);
    const fit = (version: string, settledTo: number | null) =>
      saveModel(
        database.db,
        campaignId,
        {
          strategy: 'bayes',
          version,
          embeddingModel: TEST_MODEL,
          labels: 1,
          state: {},
          options: {},
          report: { concerns: [], calibration: [] },
          auditsSettledTo: settledTo,
        },
        NOW,
      );
    await fit('v1', null);
    await fit('v2', 9);
    await fit('v3', null);
    await addCampaign(database.db);
    expect(await settled()).toEqual([9, null]);
    expect(await readCampaignAudits(database.db, campaignId)).toEqual([
      { campaignId, tolerance: 0.05, settledTo: 9, audits: [] },
    ]);
  });
});

test('acceptance becomes an outcome with the deal’s move, once, and a label; an old acquaintance does not', async () => {
  const { db } = database;
  const accountId = await addAccount(db);
  const accepted = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  await addDeal(db, { campaignId, accountId, state: 'PENDING' });
  await addVector(db, accepted.leadId);
  await db.transaction().execute((trx) => recordOutcome(trx, accepted.dealId, 'accepted', LATER));
  await db.transaction().execute((trx) => recordOutcome(trx, accepted.dealId, 'replied', LATER));
  const outcomes = await db.selectFrom('outcome').selectAll().orderBy('id').execute();
  expect(outcomes).toMatchObject([
    { campaign_id: campaignId, lead_id: accepted.leadId, kind: 'accepted', at: NOW },
    { campaign_id: campaignId, lead_id: accepted.leadId, kind: 'replied', at: LATER },
  ]);
  expect(await labelKeys(db, campaignId, TEST_MODEL)).toMatchObject([
    { leadId: accepted.leadId, qualified: true, source: 'accepted' },
    { leadId: accepted.leadId, qualified: true, source: 'replied' },
  ]);
});

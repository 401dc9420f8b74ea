import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  addVector,
  type BuiltLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getCampaign, makePartner } from './campaigns.ts';
import { moveDeal } from './deals.ts';
import { closeLead, moveLead, recordSelf } from './leads.ts';
import {
  claimToSeed,
  getKit,
  leadsToSeed,
  listKits,
  missingDeals,
  removeKit,
  saveKit,
} from './partner-kits.ts';
import { readPlanSnapshot } from './snapshot.ts';
import { recordSentList } from './spent.ts';
import { recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let accountId: number;
let regularId: number;
let partnerId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('kits');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db, { handle: 'ada' });
  regularId = await addCampaign(database.db, [accountId]);
  partnerId = await addCampaign(database.db, [accountId], { name: 'Partner' });
  await makePartner(database.db, partnerId, 0.3);
});
afterAll(() => database.drop());

const KIT = {
  origin: 'kits/wind',
  format: 'snapshot',
  embeddingModel: TEST_MODEL,
  model: Buffer.from('{"a":1}'),
  digest: 'ab'.repeat(32),
} as const;

async function reject(leadId: number, source: VerdictSource = 'llm'): Promise<void> {
  const verdict = { qualified: false, reason: 'r', source, modelVersion: null, confidence: null };
  const decided = source === 'model' ? { ...verdict, modelVersion: 'v', confidence: 0.1 } : verdict;
  await database.db.transaction().execute(async (trx) => {
    await recordVerdict(trx, leadId, regularId, decided, NOW);
    if (source !== 'model') await moveLead(trx, leadId, 'disqualified');
  });
}

/** Somebody whom the regular campaign disqualified, with a vector. */
async function addRejected(): Promise<BuiltLead> {
  const lead = await addLead(database.db);
  await addVector(database.db, lead.leadId);
  await reject(lead.leadId);
  return lead;
}

const seeds = () => leadsToSeed(database.db, TEST_MODEL, 100);

describe('deals are seeded from leads that other campaigns disqualified and that have embeddings', () => {
  test('by the language model or by a human, the newest first', async () => {
    const first = await addRejected();
    const second = await addLead(database.db);
    await addVector(database.db, second.leadId);
    await reject(second.leadId, 'human');
    expect(await seeds()).toEqual([second.leadId, first.leadId]);
    expect(await leadsToSeed(database.db, TEST_MODEL, 1)).toEqual([second.leadId]);
    expect(await leadsToSeed(database.db, 'another-model', 100)).toEqual([]);
  });

  test('not from leads that await judgement, have no vector, or are only parked by a model', async () => {
    await addUrlOnlyLead(database.db);
    await addVector(database.db, (await addLead(database.db)).leadId);
    await reject((await addLead(database.db)).leadId);
    const parked = await addLead(database.db);
    await addVector(database.db, parked.leadId);
    await reject(parked.leadId, 'model');
    expect(await seeds()).toEqual([]);
  });

  test.each(['inaccessible', 'duplicate', 'no-company'] as const)(
    'not from one closed as %s',
    async (reason) => {
      const { leadId } = await addRejected();
      await closeLead(database.db, leadId, reason);
      expect(await seeds()).toEqual([]);
    },
  );

  test('not from the account itself', async () => {
    const { leadId, profile } = await addRejected();
    await database.db.transaction().execute((trx) => recordSelf(trx, profile, {}, NOW));
    expect(await seeds()).not.toContain(leadId);
  });

  test('not from somebody with whom any campaign has or had a deal', async () => {
    const lead = await addRejected();
    await addDeal(database.db, { campaignId: regularId, lead });
    const failed = await addRejected();
    await addDeal(database.db, { campaignId: regularId, lead: failed, state: 'FAILED' });
    expect(await seeds()).toEqual([]);
  });

  test('not from somebody the operator invited by hand', async () => {
    const { profile } = await addRejected();
    await recordSentList(database.db, accountId, [{ publicId: profile.publicId, sentAt: NOW }], NOW);
    expect(await seeds()).toEqual([]);
  });
});

describe('the plan is told of', () => {
  const snapshot = () => readPlanSnapshot(database.db, { embeddingModel: TEST_MODEL, countUpTo: 100 }, NOW);

  test('the fraction, the deals that wait, and how many may be seeded', async () => {
    await addRejected();
    await addDeal(database.db, { campaignId: partnerId });
    await addDeal(database.db, { campaignId: regularId });
    const { campaigns, leadsToSeed: waiting } = await snapshot();
    expect(waiting).toBe(1);
    expect(campaigns).toMatchObject([
      { actionFraction: null, newDeals: 0, dealsToConnect: 1 },
      { actionFraction: 0.3, newDeals: 1, dealsToConnect: 1 },
    ]);
  });

  test('nobody to seed where there is no partner', async () => {
    await addRejected();
    await database.db.updateTable('campaign').set({ action_fraction: null }).execute();
    expect((await snapshot()).leadsToSeed).toBe(0);
  });

  test('what is left of a limit, and for whom it was spent last', async () => {
    const { leadId, dealId } = await addDeal(database.db, { campaignId: partnerId });
    await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state: 'done' });
    const [account] = (await snapshot()).accounts;
    expect(account?.room.invite).toEqual({ places: 19, usedShare: 1 / 20, idleSince: NOW });
    expect(account?.lastActs.invite).toEqual(new Map([[partnerId, NOW]]));
    expect(account?.room.message).toEqual({ places: 30, usedShare: 0, idleSince: null });
  });
});

describe('a kit', () => {
  test('is stored whole, and replaced by the next', async () => {
    expect(await getKit(database.db, partnerId)).toBeNull();
    await saveKit(database.db, partnerId, KIT, NOW);
    expect(await getKit(database.db, partnerId)).toEqual(KIT);
    await saveKit(database.db, partnerId, { ...KIT, origin: 'other' }, NOW);
    expect(await getKit(database.db, partnerId)).toMatchObject({ origin: 'other' });
  });

  test('is listed with its campaign; regular campaigns are not', async () => {
    await saveKit(database.db, partnerId, KIT, NOW);
    await addDeal(database.db, { campaignId: partnerId });
    expect(await listKits(database.db)).toEqual([
      {
        campaignId: partnerId,
        name: 'Partner',
        actionFraction: 0.3,
        paused: false,
        origin: 'kits/wind',
        digest: KIT.digest,
        accounts: ['ada'],
        deals: 1,
      },
    ]);
  });

  test('that is removed pauses its campaign and closes the deals nobody was written to for', async () => {
    await saveKit(database.db, partnerId, KIT, NOW);
    const untouched = await addDeal(database.db, { campaignId: partnerId });
    const begun = await addDeal(database.db, { campaignId: partnerId });
    await addAction(database.db, { ...begun, kind: 'invite', accountId, state: 'started' });
    const pending = await addDeal(database.db, { campaignId: partnerId, accountId, state: 'PENDING' });
    const other = await addDeal(database.db, { campaignId: regularId });
    expect(await database.db.transaction().execute((trx) => removeKit(trx, partnerId, NOW))).toBe(1);
    expect(await getKit(database.db, partnerId)).toBeNull();
    expect(await getCampaign(database.db, partnerId)).toMatchObject({ paused: true, actionFraction: 0 });
    expect((await getCampaign(database.db, regularId))?.paused).toBe(false);
    const states = await database.db.selectFrom('deal').select(['id', 'state']).orderBy('id').execute();
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [untouched.dealId, 'FAILED'],
        [begun.dealId, 'NEW'],
        [pending.dealId, 'PENDING'],
        [other.dealId, 'NEW'],
      ]),
    );
    expect(await listKits(database.db)).toMatchObject([{ origin: null, paused: true }]);
  });
});

describe('a bounded number of NEW deals', () => {
  const missing = () => database.db.transaction().execute((trx) => missingDeals(trx, partnerId));

  test('is what is missing to twenty', async () => {
    expect(await missing()).toBe(20);
    const { dealId } = await addDeal(database.db, { campaignId: partnerId });
    expect(await missing()).toBe(19);
    const move = { to: 'PENDING', accountId } as const;
    await database.db.transaction().execute((trx) => moveDeal(trx, dealId, 'NEW', move, NOW));
    expect(await missing()).toBe(20);
  });

  test('is none of a paused or a regular campaign', async () => {
    await database.db.updateTable('campaign').set({ paused: true }).where('id', '=', partnerId).execute();
    expect(await missing()).toBe(0);
    expect(await database.db.transaction().execute((trx) => missingDeals(trx, regularId))).toBe(0);
  });
});

test('a lead that another campaign took meanwhile is not claimed', async () => {
  const lead = await addRejected();
  const claim = () => database.db.transaction().execute((trx) => claimToSeed(trx, lead.leadId, TEST_MODEL));
  expect(await claim()).toBe(true);
  await addDeal(database.db, { campaignId: regularId, lead });
  expect(await claim()).toBe(false);
});

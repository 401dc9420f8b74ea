import {
  addAccount,
  addCampaign,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { inventedPosition } from '@fairlead/testing/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setSelfLead } from './accounts.ts';
import { closeLead, getEnrichedLead } from './leads.ts';
import { type Promotion, promoteLead } from './promotion.ts';

let database: MigratedDatabase;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('promotion');
});
beforeEach(async () => {
  await emptyTables(database);
  campaignId = await addCampaign(database.db);
});
afterAll(() => database.drop());

async function promote(
  leadId: number,
  campaign = campaignId,
  score: number | null = 0.8,
): Promise<Promotion> {
  const lead = await getEnrichedLead(database.db, leadId);
  if (!lead) throw new Error('The lead is not enriched.');
  return await database.db.transaction().execute((trx) => promoteLead(trx, lead, campaign, score, NOW));
}

/** A lead whose first position is at this company. */
const leadAt = async (companyName: string | null, companyUrn: string | null): Promise<number> =>
  (await addLead(database.db, { positions: [inventedPosition(1, { companyName, companyUrn })] })).leadId;

const companies = () => database.db.selectFrom('company').select(['name', 'urn']).orderBy('id').execute();
const stateOf = async (leadId: number) =>
  await database.db
    .selectFrom('lead')
    .select(['state', 'closed_reason'])
    .where('id', '=', leadId)
    .executeTakeFirstOrThrow();

test("an account's own profile is promoted by no campaign, whatever became of it before (mission §1, own profile)", async () => {
  const { leadId } = await addLead(database.db);
  await promote(leadId);
  await setSelfLead(database.db, await addAccount(database.db), leadId);
  expect(await promote(leadId, await addCampaign(database.db))).toEqual({ kind: 'closed' });
});

test('creates contact, company and a NEW deal with its history', async () => {
  const { leadId, profile } = await addLead(database.db);
  const promotion = await promote(leadId);
  expect(promotion).toEqual({ kind: 'promoted', dealId: expect.any(Number) });
  const deal = await database.db.selectFrom('deal').selectAll().executeTakeFirstOrThrow();
  expect(deal).toMatchObject({
    lead_id: leadId,
    campaign_id: campaignId,
    state: 'NEW',
    score: 0.8,
    account_id: null,
  });
  expect(await database.db.selectFrom('contact').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    id: deal.contact_id,
    lead_id: leadId,
    company_id: deal.company_id,
    first_name: profile.firstName,
    last_name: profile.lastName,
    title: profile.positions[0]?.title,
  });
  expect(await database.db.selectFrom('deal_transition').selectAll().execute()).toEqual([
    expect.objectContaining({ deal_id: deal.id, from_state: null, to_state: 'NEW', at: NOW }),
  ]);
  expect(await stateOf(leadId)).toEqual({ state: 'promoted', closed_reason: null });
});

describe('the company', () => {
  test('with a URN is one, whatever it is called', async () => {
    await promote(await leadAt('Brightmoor', 'urn:1'));
    await promote(await leadAt('Brightmoor Wind AS', 'urn:1'));
    await promote(await leadAt('Brightmoor', 'urn:2'));
    expect(await companies()).toEqual([
      { name: 'Brightmoor', urn: 'urn:1' },
      { name: 'Brightmoor', urn: 'urn:2' },
    ]);
  });

  test('without a URN is one by name, whatever the case, and not one that has a URN', async () => {
    await promote(await leadAt('Brightmoor', 'urn:1'));
    await promote(await leadAt('Brightmoor', null));
    await promote(await leadAt('BRIGHTMOOR', null));
    expect(await companies()).toEqual([
      { name: 'Brightmoor', urn: 'urn:1' },
      { name: 'Brightmoor', urn: null },
    ]);
  });

  test.each(['İnşaat AŞ', 'ΟΔΟΣ'])(
    'of the second person at %s is found, whose capitals have no one lower case',
    async (name) => {
      await promote(await leadAt(name, null));
      await promote(await leadAt(name, null));
      expect(await companies()).toEqual([{ name, urn: null }]);
    },
  );

  test.each([
    ['no position', []],
    ['no name', [inventedPosition(1, { companyName: null })]],
    ['an empty name', [inventedPosition(1, { companyName: '' })]],
    ['no name in the first position', [inventedPosition(1, { companyName: null }), inventedPosition(2)]],
  ])('is needed: a person with %s is disqualified', async (_, positions) => {
    const { leadId } = await addLead(database.db, { positions });
    expect(await promote(leadId)).toEqual({ kind: 'no-company' });
    expect(await stateOf(leadId)).toEqual({ state: 'disqualified', closed_reason: 'no-company' });
    expect(await database.db.selectFrom('deal').selectAll().execute()).toEqual([]);
  });
});

test('a closed lead stays closed', async () => {
  const { leadId } = await addLead(database.db);
  await closeLead(database.db, leadId, 'duplicate');
  expect(await promote(leadId)).toEqual({ kind: 'closed' });
  expect(await stateOf(leadId)).toEqual({ state: 'disqualified', closed_reason: 'duplicate' });
});

test('another campaign shares the contact and has its own deal; the same one cannot have two', async () => {
  const { leadId } = await addLead(database.db);
  await promote(leadId);
  expect(await promote(leadId, await addCampaign(database.db), null)).toMatchObject({ kind: 'promoted' });
  expect(await database.db.selectFrom('contact').select('id').execute()).toHaveLength(1);
  expect(await database.db.selectFrom('deal').select('score').orderBy('id').execute()).toEqual([
    { score: 0.8 },
    { score: null },
  ]);
  await expect(promote(leadId)).rejects.toThrow(/deal_once/);
});

test('somebody another campaign rejected can still be promoted', async () => {
  const { leadId } = await addLead(database.db);
  await database.db.updateTable('lead').set({ state: 'disqualified' }).where('id', '=', leadId).execute();
  expect(await promote(leadId)).toMatchObject({ kind: 'promoted' });
  expect(await stateOf(leadId)).toMatchObject({ state: 'promoted' });
});

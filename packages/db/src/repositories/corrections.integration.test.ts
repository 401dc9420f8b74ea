import { Stale } from '@fairlead/shared/runtime/errors';
import {
  addAccount,
  addAction,
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
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { takeFence } from './accounts.ts';
import { answeredAudits } from './audits.ts';
import { correctVerdict } from './corrections.ts';
import { closeLead, moveLead } from './leads.ts';
import { intendAction } from './ledger.ts';
import { labelKeys, recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;
let campaignId: number;
let accountId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('corrections');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

const LATER = new Date(NOW.getTime() + 60_000);

const correct = (leadId: number, qualified: boolean) =>
  database.db
    .transaction()
    .execute((trx) => correctVerdict(trx, { leadId, campaignId, qualified, who: 'owner' }, LATER));

async function judge(
  leadId: number,
  qualified: boolean,
  source: 'llm' | 'model' = 'llm',
  audit = false,
): Promise<void> {
  const verdict = {
    qualified,
    reason: 'r',
    source,
    modelVersion: 'v1',
    confidence: 0.1,
    auditedQualified: audit ? false : null,
  };
  await database.db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW));
}

async function addJudged(
  qualified: boolean,
  source: 'llm' | 'model' = 'llm',
  audit = false,
): Promise<number> {
  const { leadId } = await addLead(database.db);
  await addVector(database.db, leadId);
  await judge(leadId, qualified, source, audit);
  if (!qualified && source === 'llm') {
    await database.db.transaction().execute((trx) => moveLead(trx, leadId, 'disqualified'));
  }
  return leadId;
}

const stateOf = async (leadId: number) =>
  (await database.db.selectFrom('lead').select('state').where('id', '=', leadId).executeTakeFirstOrThrow())
    .state;
const deals = () => database.db.selectFrom('deal').selectAll().execute();

test.each([
  { before: 'the language model’s no', source: 'llm', state: 'disqualified' },
  { before: 'a parked lead', source: 'model', state: 'enriched' },
] as const)(
  'a yes to $before promotes the lead, supersedes the verdict and is a label',
  async ({ source, state }) => {
    const leadId = await addJudged(false, source);
    expect(await stateOf(leadId)).toBe(state);
    expect(await correct(leadId, true)).toEqual({ kind: 'promoted' });
    expect(await stateOf(leadId)).toBe('promoted');
    expect(await deals()).toMatchObject([
      { lead_id: leadId, campaign_id: campaignId, state: 'NEW', score: null },
    ]);
    const verdicts = await database.db.selectFrom('verdict').selectAll().orderBy('id').execute();
    expect(verdicts).toMatchObject([
      { source, superseded_at: LATER },
      {
        source: 'human',
        qualified: true,
        reason: 'owner says yes.',
        superseded_at: null,
        model_version: null,
      },
    ]);
    expect(await labelKeys(database.db, campaignId, TEST_MODEL)).toMatchObject([
      { leadId, qualified: true, source: 'human' },
    ]);
    const events = await database.db.selectFrom('event').select(['kind', 'detail']).execute();
    expect(events).toEqual([{ kind: 'lead.corrected', detail: 'owner says yes.' }]);
  },
);

test('a no to a parked lead is for good', async () => {
  const leadId = await addJudged(false, 'model');
  expect(await correct(leadId, false)).toEqual({ kind: 'disqualified' });
  expect(await stateOf(leadId)).toBe('disqualified');
  expect(await correct(leadId, false)).toEqual({ kind: 'unchanged' });
});

test('a no closes a deal that nothing was done for', async () => {
  const { leadId } = await addDeal(database.db, { campaignId });
  await judge(leadId, true);
  expect(await correct(leadId, false)).toEqual({ kind: 'deal-rejected' });
  expect(await deals()).toMatchObject([
    { state: 'FAILED', closing_reason: 'rejected', closing_detail: 'owner says no.' },
  ]);
  expect(await correct(leadId, true)).toEqual({ kind: 'deal-left', state: 'FAILED' });
});

test.each(['PENDING', 'CONNECTED', 'COMPLETED'] as const)('a no leaves a deal that is %s', async (state) => {
  const { leadId } = await addDeal(database.db, { campaignId, accountId, state });
  await judge(leadId, true);
  expect(await correct(leadId, false)).toEqual({ kind: 'deal-left', state });
  expect(await deals()).toMatchObject([{ state }]);
});

test('a no leaves a NEW deal whose invitation may be on its way', async () => {
  const { leadId, dealId } = await addDeal(database.db, { campaignId, accountId });
  await judge(leadId, true);
  await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state: 'started' });
  expect(await correct(leadId, false)).toEqual({ kind: 'deal-left', state: 'NEW' });
});

test('a yes to somebody who was closed promotes nobody', async () => {
  const leadId = await addJudged(false);
  await closeLead(database.db, leadId, 'inaccessible');
  expect(await correct(leadId, true)).toEqual({ kind: 'closed' });
});

test('an audit counts with the human’s word', async () => {
  const leadId = await addJudged(false, 'llm', true);
  expect(await answeredAudits(database.db, campaignId)).toMatchObject([{ decided: false, answer: false }]);
  await correct(leadId, true);
  expect(await answeredAudits(database.db, campaignId)).toMatchObject([{ decided: false, answer: true }]);
});

test('nobody is corrected who was not judged', async () => {
  const { leadId } = await addLead(database.db);
  expect(await correct(leadId, true)).toEqual({ kind: 'missing' });
  expect(await correct(999_999, true)).toEqual({ kind: 'missing' });
});

test('of two corrections at once both hold, one after the other', async () => {
  const leadId = await addJudged(false, 'model');
  const kinds = (await Promise.all([correct(leadId, true), correct(leadId, true)])).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['promoted', 'unchanged']);
});

test('after a no nothing is begun for the person, and an act that was begun keeps the deal', async () => {
  const { db } = database;
  const fencingToken = await takeFence(db, accountId);
  const addInvitable = async () => {
    const deal = await addDeal(db, { campaignId });
    await judge(deal.leadId, true);
    const { leadId, dealId } = deal;
    const act = {
      kind: 'invite',
      accountId,
      leadId,
      dealId,
      messageId: null,
      text: null,
      fencingToken,
    } as const;
    const begin = () => db.transaction().execute((trx) => intendAction(trx, act, [], LATER));
    return { leadId, begin };
  };
  const refused = await addInvitable();
  expect(await correct(refused.leadId, false)).toEqual({ kind: 'deal-rejected' });
  await expect(refused.begin()).rejects.toBeInstanceOf(Stale);
  const begun = await addInvitable();
  expect(await begun.begin()).toMatchObject({ kind: 'intended' });
  expect(await correct(begun.leadId, false)).toEqual({ kind: 'deal-left', state: 'NEW' });
});

import type { DealState } from '@fairlead/shared/domain/deal';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DealMove,
  dealsToCheck,
  getDeal,
  moveDeal,
  nextDealToConnect,
  nextDealToDraft,
  nextFollowUp,
  postponeDeal,
  scoreDeals,
} from './deals.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('deals');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

const hoursLater = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);
const build = (state: DealState, at = NOW) => addDeal(database.db, { campaignId, accountId, state, at });
const move = (dealId: number, from: DealState, to: DealMove, at = NOW): Promise<boolean> =>
  database.db.transaction().execute((trx) => moveDeal(trx, dealId, from, to, at));
describe('nextDealToConnect', () => {
  const next = async (now = NOW) => (await nextDealToConnect(database.db, campaignId, now))?.dealId ?? null;

  test('is the NEW deal with the highest score; unscored ones come last, oldest first', async () => {
    const deals = [await build('NEW'), await build('NEW'), await build('NEW'), await build('NEW')];
    const [unscored, low, high, alsoUnscored] = deals.map(({ dealId }) => dealId) as [
      number,
      number,
      number,
      number,
    ];
    await scoreDeals(database.db, [
      { dealId: low, score: 0.2 },
      { dealId: high, score: 0.9 },
    ]);
    for (const expected of [high, low, unscored, alsoUnscored]) {
      expect(await next()).toBe(expected);
      await move(expected, 'NEW', { to: 'PENDING', accountId });
    }
    expect(await next()).toBeNull();
  });

  test('waits until a postponed deal may be tried again', async () => {
    const { dealId } = await build('NEW');
    await postponeDeal(database.db, dealId, hoursLater(6));
    expect(await next(hoursLater(5))).toBeNull();
    expect(await next(hoursLater(6))).toBe(dealId);
  });

  test.each([
    ['intent', false],
    ['started', false],
    ['unknown', false],
    // Another campaign's: the person's page says what to record.
    ['done', true],
    ['refused', true],
    ['abandoned', true],
  ] as const)('with an invitation in state %s may be tried: %s', async (state, mayBeTried) => {
    const { dealId, leadId } = await build('NEW');
    await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state });
    expect(await next()).toBe(mayBeTried ? dealId : null);
  });

  test('brings the person along', async () => {
    const { dealId, leadId, profile } = await build('NEW');
    expect(await nextDealToConnect(database.db, campaignId, NOW)).toEqual({
      dealId,
      leadId,
      campaignId,
      accountId: null,
      state: 'NEW',
      connectAttempts: 0,
      nextStep: {},
      urn: profile.urn,
      publicId: profile.publicId,
      profile,
    });
  });
});

test('dealsToCheck are the account’s PENDING deals that are due, most overdue first', async () => {
  const other = await addAccount(database.db);
  const second = await build('PENDING', hoursLater(1));
  const first = await build('PENDING');
  await addDeal(database.db, { campaignId, accountId: other, state: 'PENDING' });
  await build('NEW');
  await build('CONNECTED');
  const due = async (now: Date, limit = 10) =>
    (await dealsToCheck(database.db, campaignId, accountId, limit, now)).map(({ dealId }) => dealId);
  expect(await due(hoursLater(23))).toEqual([]);
  expect(await due(hoursLater(24))).toEqual([first.dealId]);
  expect(await due(hoursLater(25))).toEqual([first.dealId, second.dealId]);
  expect(await due(hoursLater(25), 1)).toEqual([first.dealId]);
});

test('nextDealToDraft is the oldest CONNECTED deal without a text', async () => {
  await build('PENDING');
  const second = await build('CONNECTED', hoursLater(2));
  const first = await build('CONNECTED', hoursLater(1));
  for (const { dealId } of [first, second]) {
    expect(await nextDealToDraft(database.db, campaignId)).toMatchObject({ dealId });
    await addFrozenMessage(database.db, dealId);
  }
  expect(await nextDealToDraft(database.db, campaignId)).toBeNull();
});

describe('nextFollowUp', () => {
  const next = (now = NOW) => nextFollowUp(database.db, campaignId, accountId, now);

  test('is the oldest CONNECTED deal of the account with a frozen text', async () => {
    const second = await build('CONNECTED', hoursLater(2));
    const first = await build('CONNECTED', hoursLater(1));
    await build('CONNECTED');
    const foreign = await addDeal(database.db, {
      campaignId,
      accountId: await addAccount(database.db),
      state: 'CONNECTED',
    });
    for (const { dealId } of [second, foreign]) await addFrozenMessage(database.db, dealId);
    const messageId = await addFrozenMessage(database.db, first.dealId, 'Hello.');
    expect(await next()).toMatchObject({ dealId: first.dealId, messageId, text: 'Hello.', accountId });
  });

  test('is none while the deal waits, or while its sending is open', async () => {
    const { dealId, leadId } = await build('CONNECTED');
    const messageId = await addFrozenMessage(database.db, dealId);
    await postponeDeal(database.db, dealId, hoursLater(6));
    expect(await next()).toBeNull();
    expect(await next(hoursLater(6))).not.toBeNull();
    await addAction(database.db, { kind: 'message', accountId, leadId, dealId, messageId, state: 'unknown' });
    expect(await next(hoursLater(6))).toBeNull();
  });

  test('is there again when it is certain that nothing was sent', async () => {
    const { dealId, leadId } = await build('CONNECTED');
    const messageId = await addFrozenMessage(database.db, dealId);
    await addAction(database.db, {
      kind: 'message',
      accountId,
      leadId,
      dealId,
      messageId,
      state: 'abandoned',
    });
    expect(await next()).toMatchObject({ messageId });
  });
});

test('getDeal finds a deal in whatever state, and null where there is none', async () => {
  const { dealId } = await build('FAILED');
  expect(await getDeal(database.db, dealId)).toMatchObject({ dealId, state: 'FAILED' });
  expect(await getDeal(database.db, 0)).toBeNull();
});

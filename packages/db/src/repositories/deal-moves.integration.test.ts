import type { DealState } from '@fairlead/shared/domain/deal';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import {
  addAccount,
  addCampaign,
  addDeal,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  backOffPending,
  countConnectAttempt,
  type DealMove,
  getDeal,
  moveDeal,
  postponeDeal,
} from './deals.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('deal-moves');
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
const rowOf = (dealId: number) =>
  database.db.selectFrom('deal').selectAll().where('id', '=', dealId).executeTakeFirstOrThrow();

async function targetOf(dealId: number) {
  const deal = await getDeal(database.db, dealId);
  if (!deal) throw new Error('There is no such deal.');
  return deal;
}

describe('moveDeal', () => {
  test('dates every stage and writes the history', async () => {
    const { dealId } = await build('NEW');
    await move(dealId, 'NEW', { to: 'PENDING', accountId }, hoursLater(1));
    expect(await rowOf(dealId)).toMatchObject({
      state: 'PENDING',
      account_id: accountId,
      pending_at: hoursLater(1),
      next_check_at: hoursLater(25),
    });
    await move(dealId, 'PENDING', { to: 'CONNECTED', accountId }, hoursLater(30));
    expect(await rowOf(dealId)).toMatchObject({
      state: 'CONNECTED',
      connected_at: hoursLater(30),
      next_check_at: null,
    });
    await move(dealId, 'CONNECTED', { to: 'COMPLETED' }, hoursLater(31));
    expect(await rowOf(dealId)).toMatchObject({
      state: 'COMPLETED',
      completed_at: hoursLater(31),
      closing_reason: 'messaged',
    });
    const history = await database.db
      .selectFrom('deal_transition')
      .select(['from_state', 'to_state', 'at'])
      .where('deal_id', '=', dealId)
      .orderBy('id')
      .execute();
    expect(history).toEqual([
      { from_state: null, to_state: 'NEW', at: NOW },
      { from_state: 'NEW', to_state: 'PENDING', at: hoursLater(1) },
      { from_state: 'PENDING', to_state: 'CONNECTED', at: hoursLater(30) },
      { from_state: 'CONNECTED', to_state: 'COMPLETED', at: hoursLater(31) },
    ]);
  });

  test('keeps why a deal failed, on the deal and in its history', async () => {
    const { dealId } = await build('PENDING');
    await move(dealId, 'PENDING', { to: 'FAILED', reason: 'invite-lapsed', detail: 'The button is back.' });
    expect(await rowOf(dealId)).toMatchObject({
      state: 'FAILED',
      failed_at: NOW,
      closing_reason: 'invite-lapsed',
      closing_detail: 'The button is back.',
    });
    const last = await database.db
      .selectFrom('deal_transition')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(last).toMatchObject({ to_state: 'FAILED', detail: 'The button is back.' });
  });

  test('does nothing when the deal has moved already', async () => {
    const { dealId } = await build('NEW');
    const moves = await Promise.all(
      Array.from({ length: 3 }, () => move(dealId, 'NEW', { to: 'PENDING', accountId })),
    );
    expect(moves.filter(Boolean)).toHaveLength(1);
    const { length } = await database.db
      .selectFrom('deal_transition')
      .where('deal_id', '=', dealId)
      .selectAll()
      .execute();
    expect(length).toBe(2);
  });

  test('throws on a transition the machine does not have', async () => {
    const { dealId } = await build('NEW');
    await expect(move(dealId, 'NEW', { to: 'COMPLETED' })).rejects.toThrow(/cannot go from NEW to COMPLETED/);
  });

  test.each([
    ['CONNECTED', { to: 'CONNECTED' }],
    ['FAILED', { to: 'FAILED', reason: 'invite-lapsed', detail: 'gone' }],
  ] as const)('clears the next step on the way to %s', async (_, to) => {
    const { dealId } = await build('PENDING');
    await backOffPending(database.db, await targetOf(dealId), NOW);
    await move(dealId, 'PENDING', to.to === 'CONNECTED' ? { ...to, accountId: accountId } : to);
    expect(await rowOf(dealId)).toMatchObject({ next_step: {}, next_check_at: null });
  });

  test('forgets on the way to PENDING that the deal was postponed', async () => {
    const { dealId } = await build('NEW');
    await postponeDeal(database.db, dealId, hoursLater(6));
    await move(dealId, 'NEW', { to: 'PENDING', accountId });
    expect(await rowOf(dealId)).toMatchObject({ next_step: {}, act_after: null });
  });
});

describe('backOffPending', () => {
  test('looks again after 24, 48, 96, 192 hours', async () => {
    const { dealId } = await build('PENDING');
    let now = hoursLater(24);
    for (const hours of [48, 96, 192]) {
      expect((await rowOf(dealId)).next_check_at).toEqual(now);
      expect(await backOffPending(database.db, await targetOf(dealId), now)).toBe(hours);
      now = new Date(now.getTime() + hours * HOUR_MS);
      expect((await targetOf(dealId)).nextStep).toEqual({ backoffHours: hours });
    }
  });

  test('does not touch a deal that is not pending any more', async () => {
    const { dealId } = await build('PENDING');
    const seen = await targetOf(dealId);
    await move(dealId, 'PENDING', { to: 'CONNECTED', accountId });
    await backOffPending(database.db, seen, NOW);
    expect(await rowOf(dealId)).toMatchObject({ next_step: {}, next_check_at: null });
  });
});

test('attempts to connect are counted, also at once', async () => {
  const { dealId } = await build('NEW');
  const counts = await Promise.all(Array.from({ length: 3 }, () => countConnectAttempt(database.db, dealId)));
  expect(counts.sort()).toEqual([1, 2, 3]);
});

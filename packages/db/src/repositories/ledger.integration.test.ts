import { DAY_MS, type Quota, WEEK_MS } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  type BuiltDeal,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../database.ts';
import { takeFence } from './accounts.ts';
import { endAction, type Intent, intendAction, type NewAction, startAction } from './ledger.ts';
import { openActions } from './open-actions.ts';
import { spentActions } from './spent.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;
/** Of the worker that has the account. */
let token: number;

beforeAll(async () => {
  database = await openMigratedDatabase('ledger');
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  token = await takeFence(database.db, accountId);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const day = (max: number): Quota[] => [{ windowMs: DAY_MS, max }];
const newDeal = () => addDeal(database.db, { campaignId });

function intend(
  { leadId, dealId }: BuiltDeal,
  {
    quotas = day(100),
    now = NOW,
    db = database.db as Database,
    ...changes
  }: Partial<NewAction> & {
    quotas?: readonly Quota[];
    now?: Date;
    db?: Database;
  } = {},
): Promise<Intent> {
  const action = {
    kind: 'invite' as const,
    accountId,
    leadId,
    dealId,
    messageId: null,
    text: null,
    fencingToken: token,
  };
  return db.transaction().execute((trx) => intendAction(trx, { ...action, ...changes }, quotas, now));
}

const rowOf = (id: number) =>
  database.db.selectFrom('action').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('an intent', () => {
  test('is a row before anything is done', async () => {
    const deal = await newDeal();
    const intent = await intend(deal);
    if (intent.kind !== 'intended') throw new Error(intent.kind);
    expect(await rowOf(intent.actionId)).toMatchObject({
      kind: 'invite',
      state: 'intent',
      account_id: accountId,
      lead_id: deal.leadId,
      deal_id: deal.dealId,
      fencing_token: token,
      intent_at: NOW,
      started_at: null,
      finished_at: null,
    });
  });

  test.each([
    ['intent', 'duplicate'],
    ['started', 'duplicate'],
    ['unknown', 'duplicate'],
    ['done', 'duplicate'],
    ['refused', 'intended'],
    ['abandoned', 'intended'],
  ] as const)('to invite somebody whose invitation is %s is %s', async (state, outcome) => {
    const deal = await newDeal();
    const { leadId, dealId } = deal;
    await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state });
    expect(await intend(deal)).toMatchObject({ kind: outcome });
  });

  test('to send a message that is live is a duplicate', async () => {
    const deal = await addDeal(database.db, { campaignId, accountId, state: 'CONNECTED' });
    const messageId = await addFrozenMessage(database.db, deal.dealId);
    const message = { kind: 'message', messageId, text: 'Thank you.' } as const;
    expect(await intend(deal, message)).toMatchObject({ kind: 'intended' });
    expect(await intend(deal, message)).toEqual({ kind: 'duplicate' });
  });

  test('to invite for a deal whose invitation another account has live is a duplicate', async () => {
    const deal = await newDeal();
    const otherId = await addAccount(database.db);
    const otherToken = await takeFence(database.db, otherId);
    const asOther = { accountId: otherId, fencingToken: otherToken };
    const [first, second] = await Promise.all([intend(deal), intend(deal, asOther)]);
    expect([first.kind, second.kind].toSorted()).toEqual(['duplicate', 'intended']);
  });

  test.each(['PENDING', 'CONNECTED', 'COMPLETED', 'FAILED'] as const)(
    'to invite for a deal that is %s is stale',
    async (state) => {
      const deal = await addDeal(database.db, { campaignId, accountId, state });
      await expect(intend(deal)).rejects.toBeInstanceOf(Stale);
    },
  );

  test('of many at once for one person is one', async () => {
    const deal = await newDeal();
    const other = await connectDatabase(database.url);
    const intents = await Promise.all(
      Array.from({ length: 8 }, (_, i) => intend(deal, { db: i % 2 ? other : database.db })),
    );
    await other.destroy();
    expect(intents.filter(({ kind }) => kind === 'intended')).toHaveLength(1);
  });
});

describe('the limits', () => {
  test('hold in the transaction, however many ask at once', async () => {
    const deals: BuiltDeal[] = [];
    for (let i = 0; i < 8; i++) deals.push(await newDeal());
    const other = await connectDatabase(database.url);
    const intents = await Promise.all(
      deals.map((deal, i) => intend(deal, { quotas: day(3), db: i % 2 ? other : database.db })),
    );
    await other.destroy();
    expect(intents.filter(({ kind }) => kind === 'intended')).toHaveLength(3);
    expect(intents.filter(({ kind }) => kind !== 'intended')).toEqual(
      Array(5).fill({ kind: 'over-limit', freeAt: later(DAY_MS) }),
    );
  });

  test('count every window: the week holds what the day would free', async () => {
    const quotas = [...day(1), { windowMs: WEEK_MS, max: 2 }];
    for (const at of [NOW, later(DAY_MS)]) {
      const { leadId, dealId } = await newDeal();
      await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state: 'done', at });
    }
    expect(await intend(await newDeal(), { quotas, now: later(2 * DAY_MS) })).toEqual({
      kind: 'over-limit',
      freeAt: later(WEEK_MS),
    });
    expect(await intend(await newDeal(), { quotas, now: later(WEEK_MS) })).toMatchObject({
      kind: 'intended',
    });
  });

  test('of nothing never free a place', async () => {
    expect(await intend(await newDeal(), { quotas: day(0) })).toEqual({ kind: 'over-limit', freeAt: null });
  });

  test('are those of the account alone, and not for withdrawals', async () => {
    const other = await addAccount(database.db);
    const deal = await newDeal();
    await intend(deal, { quotas: day(1) });
    expect(
      await intend(await newDeal(), { quotas: day(1), accountId: other, fencingToken: 0 }),
    ).toMatchObject({
      kind: 'intended',
    });
    expect(await intend(deal, { quotas: day(0), kind: 'withdraw' })).toMatchObject({ kind: 'intended' });
  });
});

describe('spentActions', () => {
  const spent = (now = NOW) => spentActions(database.db, accountId, 'invite', day(100), now);

  test('are those that happened or may have, oldest first, with the limiter’s tokens', async () => {
    const ids: number[] = [];
    for (const state of ['done', 'unknown', 'started', 'intent', 'refused', 'abandoned'] as const) {
      const { leadId, dealId } = await newDeal();
      const at = later(-1_000 + ids.length);
      ids.push(await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state, at }));
    }
    // Whatever may still be done counts as done just now.
    const at = [later(-1_000), later(-999), NOW, NOW];
    expect(await spent()).toEqual(at.map((each, i) => ({ token: `action-${ids[i]}`, at: each })));
  });

  test('leave the window exactly when it has passed', async () => {
    const { leadId, dealId } = await newDeal();
    await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state: 'done' });
    expect(await spent(later(DAY_MS - 1))).toHaveLength(1);
    expect(await spent(later(DAY_MS))).toEqual([]);
  });

  test('counts from its end, and what was settled late from when it became unclear', async () => {
    const [slow, unclear] = [await newDeal(), await newDeal()];
    const ids: number[] = [];
    for (const deal of [slow, unclear]) {
      const intent = await intend(deal);
      if (intent.kind !== 'intended') throw new Error(intent.kind);
      ids.push(intent.actionId);
      await startAction(database.db, intent.actionId, token, NOW);
    }
    const [slowId = 0, unclearId = 0] = ids;
    await endAction(database.db, slowId, token, 'started', { to: 'done' }, later(60_000));
    await endAction(database.db, unclearId, token, 'started', { to: 'unknown' }, later(30_000));
    await endAction(database.db, unclearId, token, 'unknown', { to: 'done' }, later(DAY_MS / 2));
    expect(await spent(later(DAY_MS / 2))).toEqual([
      { token: `action-${unclearId}`, at: later(30_000) },
      { token: `action-${slowId}`, at: later(60_000) },
    ]);
  });
});

describe('the life of an action', () => {
  const begin = async (): Promise<number> => {
    const { leadId, dealId } = await newDeal();
    return await addAction(database.db, { kind: 'invite', accountId, leadId, dealId });
  };

  test('starts, and says before every further click that it is still ours', async () => {
    const id = await begin();
    expect(await startAction(database.db, id, token, later(1))).toBe(true);
    expect(await startAction(database.db, id, token, later(2))).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: 'started', started_at: later(1) });
  });

  test('ends once, with reason and evidence', async () => {
    const id = await begin();
    await startAction(database.db, id, token, NOW);
    const end = { to: 'refused', reason: 'An error toast.', evidence: { toast: 'Try later' } } as const;
    expect(await endAction(database.db, id, token, 'started', end, later(2))).toBe(true);
    expect(await endAction(database.db, id, token, 'started', { to: 'done' }, later(3))).toBe(false);
    expect(await rowOf(id)).toMatchObject({
      state: 'refused',
      reason: 'An error toast.',
      evidence: { toast: 'Try later' },
      finished_at: later(2),
    });
  });

  test('may stay unknown without an end, until it is settled', async () => {
    const id = await begin();
    await startAction(database.db, id, token, NOW);
    await endAction(database.db, id, token, 'started', { to: 'unknown' }, later(1));
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', finished_at: null });
    expect(await endAction(database.db, id, token, 'unknown', { to: 'done' }, later(2))).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: 'done', finished_at: later(2) });
  });

  test('cannot end what was never started, and throws on what is not drawn', async () => {
    const id = await begin();
    expect(await endAction(database.db, id, token, 'started', { to: 'done' }, NOW)).toBe(false);
    await expect(endAction(database.db, id, token, 'intent', { to: 'done' }, NOW)).rejects.toThrow(
      RangeError,
    );
    await expect(endAction(database.db, id, token, 'done', { to: 'unknown' }, NOW)).rejects.toThrow(
      RangeError,
    );
    expect(await endAction(database.db, id, token, 'intent', { to: 'abandoned' }, NOW)).toBe(true);
    expect(await startAction(database.db, id, token, NOW)).toBe(false);
  });
});

test('openActions are the account’s acts of the campaign without an outcome, oldest first', async () => {
  const expected: unknown[] = [];
  for (const state of ['unknown', 'done', 'intent', 'refused', 'started', 'abandoned'] as const) {
    const { leadId, dealId } = await newDeal();
    const id = await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state });
    const ids = { id, accountId, leadId, dealId, campaignId, messageId: null };
    if (['unknown', 'intent', 'started'].includes(state))
      expected.push({ ...ids, kind: 'invite', state, fencingToken: token, readAttempts: 0 });
  }
  const otherAccount = await addAccount(database.db);
  await intend(await newDeal(), { accountId: otherAccount, fencingToken: 0 });
  const otherCampaign = await addCampaign(database.db, [accountId]);
  await intend(await addDeal(database.db, { campaignId: otherCampaign }));
  expect(await openActions(database.db, campaignId, accountId, NOW)).toEqual(expected);
});

describe('a worker that lost the account', () => {
  const lost = { name: 'Stale', message: 'Another worker has taken the account over.' };

  test('cannot write an intent', async () => {
    const deal = await newDeal();
    await takeFence(database.db, accountId);
    const refused = intend(deal);
    await expect(refused).rejects.toBeInstanceOf(Stale);
    await expect(refused).rejects.toMatchObject(lost);
  });

  test('can neither start nor end what it intended', async () => {
    const { leadId, dealId } = await newDeal();
    const id = await addAction(database.db, { kind: 'invite', accountId, leadId, dealId });
    await takeFence(database.db, accountId);
    await expect(startAction(database.db, id, token, NOW)).rejects.toMatchObject(lost);
    await expect(endAction(database.db, id, token, 'intent', { to: 'abandoned' }, NOW)).rejects.toMatchObject(
      lost,
    );
    expect(await rowOf(id)).toMatchObject({ state: 'intent', fencing_token: token });
  });

  test('does not write what its successor has already settled', async () => {
    const { leadId, dealId } = await newDeal();
    const id = await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state: 'started' });
    const next = await takeFence(database.db, accountId);
    expect(next).toBe(token + 1);
    expect(await endAction(database.db, id, next, 'started', { to: 'done' }, NOW)).toBe(true);
    expect(await endAction(database.db, id, token, 'started', { to: 'unknown' }, NOW)).toBe(false);
    expect(await rowOf(id)).toMatchObject({ state: 'done', fencing_token: next });
  });

  test('is waited for by its successor, and then cannot go on', async () => {
    const deal = await newDeal();
    const other = await connectDatabase(database.url);
    const [intent, taken] = await Promise.allSettled([intend(deal), takeFence(other, accountId)]);
    await other.destroy();
    expect(taken).toMatchObject({ status: 'fulfilled', value: token + 1 });
    // Whichever came first: nothing is begun under the old token after it.
    const rows = await database.db.selectFrom('action').selectAll().execute();
    expect(rows).toHaveLength(intent.status === 'fulfilled' ? 1 : 0);
    for (const { id } of rows) await expect(startAction(database.db, id, token, NOW)).rejects.toThrow(Stale);
  });
});

import type { Tx } from '@fairlead/db/database';
import { takeFence } from '@fairlead/db/repositories/accounts';
import { quotasFor } from '@fairlead/shared/domain/limits';
import { LimitReached, Stale } from '@fairlead/shared/runtime/errors';
import { addAction, addDeal, type BuiltDeal, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { BeforeClick, WriteOutcome } from '../driver/port.ts';
import { openWorlds, type World, type Worlds } from '../testing/account-world.ts';
import { ledgerRows } from '../testing/rows.ts';
import { type PerformOptions, performAction } from './perform.ts';

const LIMITS = { connectDaily: 1, connectWeekly: 10, followUpDaily: 1 };
const DONE: WriteOutcome = { kind: 'done', evidence: {} };

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('perform');
});
afterAll(() => worlds.close());

/** An act that makes its last click, and then ends so. */
const clicking = (outcome: WriteOutcome) =>
  vi.fn(async (beforeClick: BeforeClick) => {
    await beforeClick();
    return outcome;
  });

async function begin(): Promise<{ world: World; deal: BuiltDeal; options: PerformOptions<Tx> }> {
  const world = await worlds.begin({ limits: LIMITS });
  const { accountId, campaignId } = world;
  const deal = await addDeal(worlds.db, { campaignId });
  const { leadId, dealId } = deal;
  const options: PerformOptions<Tx> = {
    lane: 'connect',
    action: { kind: 'invite', accountId, leadId, dealId, messageId: null, text: null },
    quotas: quotasFor('invite', LIMITS),
    act: clicking(DONE),
    apply: vi.fn(() => Promise.resolve()),
  };
  return { world, deal, options };
}

/** Whether the limiter would grant one more invitation. */
async function isFree({ accountId }: World): Promise<boolean> {
  const { granted } = await worlds.limiter.reserve(
    accountId,
    'invite',
    quotasFor('invite', LIMITS),
    'probe',
    NOW,
  );
  return granted;
}

test('the intent stands in the ledger before the act, started before its click', async () => {
  const { world, options } = await begin();
  const { fencingToken: fencing_token } = world.deps;
  const act = async (beforeClick: BeforeClick) => {
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'intent', fencing_token }]);
    await beforeClick();
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started', fencing_token }]);
    return DONE;
  };
  expect(await performAction(world.deps, { ...options, act })).toEqual(DONE);
  expect(options.apply).toHaveBeenCalledOnce();
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'done' }]);
  expect(await isFree(world)).toBe(false);
});

test('the same act, already live, is not done again', async () => {
  const { world, deal, options } = await begin();
  const { accountId } = world;
  // Old enough to be outside the day's window: only the unique index stands in the way.
  const at = new Date(NOW.getTime() - 3 * 86_400_000);
  const { leadId, dealId } = deal;
  await addAction(worlds.db, { kind: 'invite', state: 'done', accountId, leadId, dealId, at });
  await expect(performAction(world.deps, options)).rejects.toBeInstanceOf(Stale);
  expect(options.act).not.toHaveBeenCalled();
  expect(await isFree(world)).toBe(true);
});

test('of two at once only one is done', async () => {
  const { world, options } = await begin();
  const roomy = { ...options, quotas: quotasFor('invite', { ...LIMITS, connectDaily: 10 }) };
  const settled = await Promise.allSettled([
    performAction(world.deps, roomy),
    performAction(world.deps, roomy),
  ]);
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(options.act).toHaveBeenCalledOnce();
});

test('the ledger counts too, whatever Redis says', async () => {
  const { world, options } = await begin();
  const other = await addDeal(worlds.db, { campaignId: world.campaignId });
  const { leadId, dealId } = other;
  await addAction(worlds.db, { kind: 'invite', state: 'done', accountId: world.accountId, leadId, dealId });
  const limit = await performAction(world.deps, options).catch((error: unknown) => error);
  expect(limit).toBeInstanceOf(LimitReached);
  expect(limit).toMatchObject({ until: new Date(NOW.getTime() + 86_400_000) });
  expect(options.act).not.toHaveBeenCalled();
  expect(await ledgerRows(worlds.db)).toHaveLength(1);
});

test('an act that breaks off after its click leaves unknown, keeps its place, and changes nothing else', async () => {
  const { world, options } = await begin();
  const act = async (beforeClick: BeforeClick) => {
    await beforeClick();
    throw new Error('The browser is gone.');
  };
  const broken = { ...options, act };
  await expect(performAction(world.deps, broken)).rejects.toThrow('The browser is gone.');
  expect(await ledgerRows(worlds.db)).toMatchObject([
    { state: 'unknown', reason: 'The browser is gone.', finished_at: null },
  ]);
  expect(options.apply).not.toHaveBeenCalled();
  expect(await isFree(world)).toBe(false);
});

test('an act that breaks off before its click did nothing: it is abandoned and gives its place back', async () => {
  const { world, options } = await begin();
  const broken = { ...options, act: () => Promise.reject(new Error('The page did not load.')) };
  await expect(performAction(world.deps, broken)).rejects.toThrow('The page did not load.');
  expect(await ledgerRows(worlds.db)).toMatchObject([
    { state: 'abandoned', reason: 'The page did not load.', started_at: null },
  ]);
  expect(await isFree(world)).toBe(true);
});

test('what was found done without a click is in the ledger like our own', async () => {
  const { world, options } = await begin();
  const found = { ...options, act: () => Promise.resolve(DONE) };
  expect(await performAction(world.deps, found)).toEqual(DONE);
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'done' }]);
  expect(options.apply).toHaveBeenCalledOnce();
});

test('a worker that lost the account meanwhile may not click, and writes nothing more', async () => {
  const { world, options } = await begin();
  let clicks = 0;
  const act = async (beforeClick: BeforeClick) => {
    await takeFence(worlds.db, world.accountId);
    await beforeClick();
    clicks += 1;
    return DONE;
  };
  await expect(performAction(world.deps, { ...options, act })).rejects.toBeInstanceOf(Stale);
  expect(clicks).toBe(0);
  expect(options.apply).not.toHaveBeenCalled();
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'intent' }]);
});

test('a worker that lost the account after its click leaves the outcome to its successor', async () => {
  const { world, options } = await begin();
  const act = async (beforeClick: BeforeClick) => {
    await beforeClick();
    await takeFence(worlds.db, world.accountId);
    return DONE;
  };
  await expect(performAction(world.deps, { ...options, act })).rejects.toBeInstanceOf(Stale);
  expect(options.apply).not.toHaveBeenCalled();
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started' }]);
  expect(await isFree(world)).toBe(false);
});

test('an outcome that cannot be written leaves started: it is read back later', async () => {
  const { world, options } = await begin();
  const failing = { ...options, apply: () => Promise.reject(new Error('The database is gone.')) };
  await expect(performAction(world.deps, failing)).rejects.toThrow('The database is gone.');
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started' }]);
  expect(await isFree(world)).toBe(false);
});

test.each([
  { outcome: { kind: 'refused', reason: 'no', evidence: {} }, state: 'refused' },
  { outcome: { kind: 'no-control', evidence: {} }, state: 'abandoned' },
  {
    outcome: { kind: 'limit', limit: 'weekly-invitations', until: NOW, reason: 'no', evidence: {} },
    state: 'abandoned',
  },
] as const)('$outcome.kind becomes $state and gives its place back', async ({ outcome, state }) => {
  const { world, options } = await begin();
  await performAction(world.deps, { ...options, act: clicking(outcome) });
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state }]);
  expect(await isFree(world)).toBe(true);
});

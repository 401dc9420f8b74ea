import { takeFence } from '@fairlead/db/repositories/accounts';
import { nextDealToConnect, nextFollowUp } from '@fairlead/db/repositories/deals';
import { actionsForHuman } from '@fairlead/db/repositories/open-actions';
import { type ActionState, TAKEOVER_QUIET_MS } from '@fairlead/shared/domain/action';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { Checkpoint, SkipProfile, Stale, Throttled } from '@fairlead/shared/runtime/errors';
import { addAccount, addAction, addDeal, addFrozenMessage, type BuiltDeal } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import { jobContext, openWorlds, verbsOf, type World, type Worlds } from '../testing/account-world.ts';
import { dealRow, eventKinds, ledgerRows } from '../testing/rows.ts';
import { settle } from './settle.ts';

const TEXT = 'Thank you for connecting.';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('settle_open');
});
afterAll(() => worlds.close());

/** Runs the job as often as the plan would: not at all when there is nothing to settle. */
async function settleAll({ deps, campaignId, accountId }: World): Promise<void> {
  const run = settle(deps)({ campaignId, accountId }, jobContext());
  await run.catch((error: unknown) => {
    if (!(error instanceof Stale)) throw error;
  });
}

/** An invitation in `state`, of a NEW deal whose person LinkedIn shows as `member`. */
async function withInvite(
  state: ActionState,
  member: Partial<FakeMember>,
): Promise<{ world: World; deal: BuiltDeal }> {
  const world = await worlds.begin();
  const { campaignId, accountId } = world;
  const deal = await addDeal(worlds.db, { campaignId });
  const { leadId, dealId } = deal;
  await addAction(worlds.db, { kind: 'invite', state, accountId, leadId, dealId });
  world.putMember(deal.profile, member);
  return { world, deal };
}

/** A follow-up in `state`, of a CONNECTED deal whose person LinkedIn shows as `member`. */
async function withMessage(
  state: ActionState,
  member: Partial<FakeMember>,
): Promise<{ world: World; deal: BuiltDeal }> {
  const world = await worlds.begin();
  const { campaignId, accountId } = world;
  const deal = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED' });
  const { leadId, dealId } = deal;
  const messageId = await addFrozenMessage(worlds.db, dealId, TEXT);
  await addAction(worlds.db, { kind: 'message', state, accountId, leadId, dealId, messageId });
  world.putMember(deal.profile, { state: 'connected', ...member });
  return { world, deal };
}

describe.each(['started', 'unknown'] as const)('an invitation that was left %s', (left) => {
  test.each(['pending', 'connected'] as const)('and that LinkedIn shows as %s was sent', async (state) => {
    const { world, deal } = await withInvite(left, { state });
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'done', evidence: { readBack: state } }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'PENDING',
      account_id: world.accountId,
    });
    expect(await eventKinds(worlds.db)).toEqual(['invite.sent']);
  });

  test('and whose person can still be invited was not sent: the deal is free again', async () => {
    const { world, deal } = await withInvite(left, { state: 'connectable' });
    const { campaignId } = world;
    expect(await nextDealToConnect(worlds.db, campaignId, worlds.clock.now())).toBeNull();
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned' }]);
    expect(await nextDealToConnect(worlds.db, campaignId, worlds.clock.now())).toMatchObject({
      dealId: deal.dealId,
      state: 'NEW',
    });
  });

  test.each([
    { what: 'a page that shows nothing', member: { state: 'unavailable' } },
    { what: 'an invitation of theirs', member: { state: 'incoming' } },
    { what: 'a profile that is not shown', member: { isInaccessible: true } },
  ] as const)('and that cannot be read ($what) is unknown', async ({ member }) => {
    const { world, deal } = await withInvite(left, member);
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'NEW' });
    expect(await nextDealToConnect(worlds.db, world.campaignId, worlds.clock.now())).toBeNull();
  });
});

describe('an act that cannot be read back', () => {
  test('is looked at again later, not by every job', async () => {
    const { world, deal } = await withInvite('started', { state: 'unavailable' });
    await settleAll(world);
    await settleAll(world);
    worlds.clock.advance(10 * 60_000 - 1);
    await settleAll(world);
    expect(verbsOf(world.linkedIn)).toEqual(['connectionState', 'sentInvitations']);
    expect(await eventKinds(worlds.db)).toEqual(['invite.unknown']);

    world.putMember(deal.profile, { state: 'pending' });
    worlds.clock.advance(1);
    await settleAll(world);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'PENDING' });
  });

  test('three times goes to a human, and is not looked at any more', async () => {
    const { world, deal } = await withInvite('started', { state: 'unavailable' });
    for (let i = 0; i < 5; i++) {
      await settleAll(world);
      worlds.clock.advance(HOUR_MS);
    }
    expect(verbsOf(world.linkedIn).filter((verb) => verb === 'connectionState')).toHaveLength(3);
    expect(await eventKinds(worlds.db)).toEqual(['invite.unknown', 'action.needs-human']);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown', read_attempts: 3 }]);
    expect(await actionsForHuman(worlds.db)).toMatchObject([
      { kind: 'invite', leadId: deal.leadId, fullName: deal.profile.fullName },
    ]);
    expect(await nextDealToConnect(worlds.db, world.campaignId, worlds.clock.now())).toBeNull();
  });

  test('but stands on the sent list was sent', async () => {
    const { world, deal } = await withInvite('started', { state: 'unavailable' });
    world.linkedIn.network.sentByHand = [{ publicId: deal.profile.publicId, ageMs: HOUR_MS }];
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'done', evidence: { sentList: true } }]);
  });

  test.each([new Error('The thread is of somebody else.'), new SkipProfile('gone')])(
    'does not hold up the others: $message',
    async (error) => {
      const { world, deal } = await withMessage('started', { thread: [] });
      const { campaignId, accountId } = world;
      const other = await addDeal(worlds.db, { campaignId });
      const { leadId, dealId } = other;
      await addAction(worlds.db, { kind: 'invite', state: 'started', accountId, leadId, dealId });
      world.putMember(other.profile, { state: 'pending' });
      world.linkedIn.failNext('readThread', error);
      await settleAll(world);
      expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }, { state: 'done' }]);
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'CONNECTED' });
      expect(await dealRow(worlds.db, dealId)).toMatchObject({ state: 'PENDING' });
    },
  );

  test('because the account itself is in trouble is left as it is', async () => {
    const { world } = await withInvite('started', { state: 'pending' });
    const error = new Checkpoint('A code was sent.', 'email-pin');
    world.linkedIn.failNext('connectionState', error);
    await expect(settleAll(world)).rejects.toBe(error);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started' }]);
  });
});

describe('a message that was left started', () => {
  test('and that stands in the thread was sent', async () => {
    const { world, deal } = await withMessage('started', {
      thread: [
        { fromSelf: false, text: 'Hello', sentAt: null },
        { fromSelf: true, text: `${TEXT}\n`, sentAt: null },
      ],
    });
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'done' }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'COMPLETED' });
    const message = await worlds.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect(message).toMatchObject({ state: 'sent', sent_at: worlds.clock.now() });
  });

  test.each([
    { what: 'an empty thread', thread: [] },
    { what: 'the same words from the other side', thread: [{ fromSelf: false, text: TEXT, sentAt: null }] },
    { what: 'another text', thread: [{ fromSelf: true, text: 'Hello', sentAt: null }] },
  ])('and that is not there ($what) was not sent: it may be sent', async ({ thread }) => {
    const { world, deal } = await withMessage('started', { thread });
    await settleAll(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned' }]);
    const { campaignId, accountId } = world;
    expect(await nextFollowUp(worlds.db, campaignId, accountId, worlds.clock.now())).toMatchObject({
      dealId: deal.dealId,
      text: TEXT,
    });
  });
});

test('an intent never reached the browser: it is abandoned without a look', async () => {
  const { world } = await withInvite('intent', {});
  await settleAll(world);
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned', reason: 'It was never begun.' }]);
  expect(world.linkedIn.calls).toEqual([]);
});

test('acts of other accounts are theirs to settle', async () => {
  const { world } = await withInvite('started', { state: 'pending' });
  await settleAll({ ...world, accountId: await addAccount(worlds.db) });
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started' }]);
});

describe('right after the account was taken over', () => {
  test('what the former worker started is not read yet: its click may still land', async () => {
    const { world } = await withInvite('started', { state: 'connectable' });
    const fencingToken = await takeFence(worlds.db, world.accountId);
    const deps = { ...world.deps, fencingToken, sinceTakeoverMs: () => 1_000 };
    const early = await settleAll({ ...world, deps }).catch((error: unknown) => error);
    expect(early).toBeInstanceOf(Throttled);
    const quietMs = TAKEOVER_QUIET_MS - 1_000;
    expect(early).toMatchObject({ retryAt: new Date(worlds.clock.now().getTime() + quietMs) });
    expect(verbsOf(world.linkedIn)).toEqual([]);

    await settleAll({ ...world, deps: { ...deps, sinceTakeoverMs: () => TAKEOVER_QUIET_MS } });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned', fencing_token: fencingToken }]);
  });

  test('what it only intended is given up at once', async () => {
    const { world } = await withInvite('intent', {});
    const fencingToken = await takeFence(worlds.db, world.accountId);
    await settleAll({ ...world, deps: { ...world.deps, fencingToken, sinceTakeoverMs: () => 0 } });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned' }]);
  });
});

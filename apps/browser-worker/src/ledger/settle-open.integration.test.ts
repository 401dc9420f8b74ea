import { nextDealToConnect, nextFollowUp } from '@fairlead/db/repositories/deals';
import type { ActionState } from '@fairlead/shared/domain/action';
import { DAY_MS } from '@fairlead/shared/domain/limits';
import { Checkpoint, SkipProfile } from '@fairlead/shared/runtime/errors';
import { addAccount, addAction, addDeal, addFrozenMessage, type BuiltDeal } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import { openWorlds, SILENT, verbsOf, type World, type Worlds } from '../testing/account-world.ts';
import { dealRow, eventKinds, ledgerRows } from '../testing/rows.ts';
import { settleOpenActions } from './settle-open.ts';

const TEXT = 'Thank you for connecting.';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('settle_open');
});
afterAll(() => worlds.close());

const settle = ({ deps, linkedIn, accountId }: World) =>
  settleOpenActions(deps, linkedIn.newDriver('open'), accountId, SILENT);

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
    await settle(world);
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
    await settle(world);
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
    await settle(world);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'NEW' });
    expect(await nextDealToConnect(worlds.db, world.campaignId, worlds.clock.now())).toBeNull();
  });
});

describe('an act that cannot be read back', () => {
  test('is looked at once a day, not by every job', async () => {
    const { world, deal } = await withInvite('started', { state: 'unavailable' });
    await settle(world);
    await settle(world);
    worlds.clock.advance(DAY_MS - 1);
    await settle(world);
    expect(verbsOf(world.linkedIn)).toEqual(['connectionState']);
    expect(await eventKinds(worlds.db)).toEqual(['invite.unknown']);

    world.putMember(deal.profile, { state: 'pending' });
    worlds.clock.advance(1);
    await settle(world);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'PENDING' });
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
      await settle(world);
      expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }, { state: 'done' }]);
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'CONNECTED' });
      expect(await dealRow(worlds.db, dealId)).toMatchObject({ state: 'PENDING' });
    },
  );

  test('because the account itself is in trouble is left as it is', async () => {
    const { world } = await withInvite('started', { state: 'pending' });
    const error = new Checkpoint('A code was sent.', 'email-pin');
    world.linkedIn.failNext('connectionState', error);
    await expect(settle(world)).rejects.toBe(error);
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
    await settle(world);
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
    await settle(world);
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
  await settle(world);
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned', reason: 'It was never begun.' }]);
  expect(world.linkedIn.calls).toEqual([]);
});

test('acts of other accounts are theirs to settle', async () => {
  const { world } = await withInvite('started', { state: 'pending' });
  await settle({ ...world, accountId: await addAccount(worlds.db) });
  expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'started' }]);
});

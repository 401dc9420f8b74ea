import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { LimitReached, Stale } from '@fairlead/shared/runtime/errors';
import { addDeal, addFrozenMessage, type BuiltDeal, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import {
  type BeginOptions,
  jobContext,
  openWorlds,
  verbsOf,
  type World,
  type Worlds,
} from '../testing/account-world.ts';
import { dealRow, eventKinds, ledgerRows } from '../testing/rows.ts';
import { followUp } from './follow-up.ts';

const TEXT = 'Thank you for connecting.\n\nhttps://cal.example/turbines';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('follow_up');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId, accountId }: World) =>
  followUp(deps)({ campaignId, accountId }, jobContext());

const messageRow = () => worlds.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();

/** A CONNECTED deal with a frozen text, whose person LinkedIn shows as `member`; connected unless it says otherwise. */
async function withText(
  member: Partial<FakeMember> = {},
  options: BeginOptions = {},
): Promise<{ world: World; deal: BuiltDeal; messageId: number }> {
  const world = await worlds.begin(options);
  const { campaignId, accountId } = world;
  const deal = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED' });
  const messageId = await addFrozenMessage(worlds.db, deal.dealId, TEXT);
  world.putMember(deal.profile, { state: 'connected', ...member });
  return { world, deal, messageId };
}

describe('a follow-up', () => {
  test('sends exactly the frozen text, once', async () => {
    const { world, deal, messageId } = await withText();
    expect(await run(world)).toEqual({ outcome: 'message-done', leadId: deal.leadId, dealId: deal.dealId });

    expect(world.linkedIn.network.messages).toEqual([{ urn: deal.profile.urn, text: TEXT }]);
    expect(await messageRow()).toMatchObject({ state: 'sent', sent_at: NOW, text: TEXT });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'COMPLETED',
      closing_reason: 'messaged',
      completed_at: NOW,
    });
    expect(await ledgerRows(worlds.db)).toMatchObject([
      { kind: 'message', state: 'done', message_id: messageId, account_id: world.accountId },
    ]);
    expect(await eventKinds(worlds.db)).toContain('message.sent');

    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(world.linkedIn.network.messages).toHaveLength(1);
  });

  test('needs a frozen text', async () => {
    const world = await worlds.begin();
    const { campaignId, accountId } = world;
    await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED' });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test.each(['pending', 'connectable', 'unavailable'] as const)(
    'is put off for a day when the page shows %s instead of connected',
    async (state) => {
      const { world, deal } = await withText({ state });
      expect(await run(world)).toMatchObject({ outcome: 'not-connected', state });
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'CONNECTED' });
      expect(await ledgerRows(worlds.db)).toEqual([]);

      worlds.clock.advance(DAY_MS - 1);
      await expect(run(world)).rejects.toBeInstanceOf(Stale);
      world.putMember(deal.profile, { state: 'connected' });
      worlds.clock.advance(1);
      expect(await run(world)).toMatchObject({ outcome: 'message-done' });
    },
  );

  test('to a profile that is not shown any more fails its deal and holds nobody up', async () => {
    const { world, deal } = await withText({ isInaccessible: true });
    const { campaignId, accountId } = world;
    const later = new Date(NOW.getTime() + 1_000);
    const next = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED', at: later });
    await addFrozenMessage(worlds.db, next.dealId, 'Hello.');
    world.putMember(next.profile, { state: 'connected' });

    expect(await run(world)).toMatchObject({ outcome: 'deal.failed', dealId: deal.dealId });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'inaccessible',
    });
    expect(await run(world)).toMatchObject({ outcome: 'message-done', dealId: next.dealId });
  });

  test('that is refused fails the deal with the text', async () => {
    const reason = 'This member does not take messages.';
    const { world, deal } = await withText({ messageOutcome: { kind: 'refused', reason, evidence: {} } });
    expect(await run(world)).toMatchObject({ outcome: 'message-refused' });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'message-refused',
      closing_detail: reason,
    });
    expect(await messageRow()).toMatchObject({ state: 'refused', sent_at: null });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'refused', reason }]);
  });

  test('without a composer is put off for a day and gives its place back', async () => {
    const { world, deal } = await withText(
      { messageOutcome: { kind: 'no-control', evidence: {} } },
      { limits: { followUpDaily: 1 } },
    );
    expect(await run(world)).toMatchObject({ outcome: 'message-no-control' });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    world.putMember(deal.profile, { state: 'connected' });
    worlds.clock.advance(DAY_MS);
    expect(await run(world)).toMatchObject({ outcome: 'message-done' });
    expect((await ledgerRows(worlds.db)).map(({ state }) => state)).toEqual(['abandoned', 'done']);
  });

  test('waits for its limit', async () => {
    const { world } = await withText({}, { limits: { followUpDaily: 0 } });
    const limit = await run(world).catch((error: unknown) => error);
    expect(limit).toBeInstanceOf(LimitReached);
    expect(limit).toMatchObject({ lane: 'follow-up' });
    expect(world.linkedIn.network.messages).toEqual([]);
  });
});

describe('a message that broke off', () => {
  test('after its click is left to be read back, and not sent again', async () => {
    const { world, deal } = await withText({ breaksAfterClick: new Error('The tab crashed.') });
    await expect(run(world)).rejects.toThrow('The tab crashed.');
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'CONNECTED' });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(verbsOf(world.linkedIn).filter((verb) => verb === 'sendMessage')).toHaveLength(1);
  });

  test('before its click is sent later', async () => {
    const { world, deal } = await withText();
    world.linkedIn.failNext('sendMessage', new Error('The page did not load.'));
    await expect(run(world)).rejects.toThrow('The page did not load.');
    worlds.clock.advance(HOUR_MS);
    expect(await run(world)).toMatchObject({ outcome: 'message-done' });
    expect(world.linkedIn.network.messages).toEqual([{ urn: deal.profile.urn, text: TEXT }]);
    expect((await ledgerRows(worlds.db)).map(({ state }) => state)).toEqual(['abandoned', 'done']);
  });
});

describe('after a restored backup', () => {
  const BACKED_UP = new Date(NOW.getTime() - 40 * DAY_MS);
  const RESTORED = new Date(NOW.getTime() - 39 * DAY_MS);
  const BETWEEN = new Date(NOW.getTime() - 39.5 * DAY_MS);
  const OTHER = 'What a pleasure to be connected.';

  async function restored(thread: FakeMember['thread'] & {}) {
    const prepared = await withText({ thread });
    await worlds.db
      .insertInto('restoration')
      .values({ backed_up_at: BACKED_UP, restored_at: RESTORED })
      .execute();
    return prepared;
  }

  test.each([
    { when: 'between backup and restore', sentAt: BETWEEN },
    { when: 'at a time the page does not show', sentAt: null },
  ])('what was written $when, in other words, is recorded and not sent again', async ({ sentAt }) => {
    const { world, deal } = await restored([{ fromSelf: true, text: OTHER, sentAt }]);
    expect(await run(world)).toMatchObject({ outcome: 'message-done' });
    expect(world.linkedIn.network.messages).toEqual([]);
    expect(verbsOf(world.linkedIn)).toEqual(['connectionState', 'readThread', 'recentConversations']);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'COMPLETED' });
    expect(await ledgerRows(worlds.db)).toMatchObject([
      { state: 'done', evidence: { sentBeforeRestoration: OTHER } },
    ]);
  });

  test.each([
    { what: 'their own words', message: { fromSelf: false, text: OTHER, sentAt: BETWEEN } },
    { what: 'an older message', message: { fromSelf: true, text: OTHER, sentAt: new Date(0) } },
    { what: 'a later message', message: { fromSelf: true, text: OTHER, sentAt: NOW } },
  ])('$what in the thread do not keep the follow-up back', async ({ message }) => {
    const { world } = await restored([message]);
    expect(await run(world)).toMatchObject({ outcome: 'message-done' });
    expect(world.linkedIn.network.messages).toHaveLength(1);
  });

  test('a thread that cannot be read sends nothing', async () => {
    const { world } = await restored([]);
    world.linkedIn.failNext('readThread', new Error('The thread cannot be read.'));
    await expect(run(world)).rejects.toThrow('The thread cannot be read.');
    expect(world.linkedIn.network.messages).toEqual([]);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned' }]);
  });
});

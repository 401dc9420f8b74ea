import { DAY_MS, HOUR_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import { LimitReached, PageHung, SkipProfile, Stale, Throttled } from '@fairlead/shared/runtime/errors';
import { addAction, addCampaign, addDeal, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../driver/port.ts';
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
import { connect } from './connect.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('connect');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId, accountId }: World) =>
  connect(deps)({ campaignId, accountId }, jobContext());

/** A world with one NEW deal whose person LinkedIn shows as `member`. */
async function withDeal(member: Partial<FakeMember> = {}, options: BeginOptions = {}) {
  const world = await worlds.begin(options);
  const deal = await addDeal(worlds.db, { campaignId: world.campaignId, score: 0.9 });
  world.putMember(deal.profile, member);
  return { world, deal };
}

describe('an invitation', () => {
  test('goes to the NEW deal with the highest probability', async () => {
    const world = await worlds.begin();
    const { db } = worlds;
    for (const score of [0.2, null]) await addDeal(db, { campaignId: world.campaignId, score });
    const best = await addDeal(db, { campaignId: world.campaignId, score: 0.9 });
    world.putMember(best.profile);

    expect(await run(world)).toEqual({
      outcome: 'invite-done',
      leadId: best.leadId,
      dealId: best.dealId,
    });

    expect(world.linkedIn.network.invites).toEqual([best.profile.urn]);
    expect(await dealRow(db, best.dealId)).toMatchObject({
      state: 'PENDING',
      account_id: world.accountId,
      pending_at: NOW,
      next_check_at: new Date(NOW.getTime() + DAY_MS),
    });
    expect(await ledgerRows(db)).toMatchObject([
      {
        kind: 'invite',
        state: 'done',
        account_id: world.accountId,
        lead_id: best.leadId,
        deal_id: best.dealId,
        fencing_token: world.deps.fencingToken,
        intent_at: NOW,
        evidence: { after: 'pending' },
      },
    ]);
    expect(await eventKinds(db)).toContain('invite.sent');
  });

  test('is looked for in vain when there is no NEW deal', async () => {
    await expect(run(await worlds.begin())).rejects.toBeInstanceOf(Stale);
  });

  /** A NEW deal of another campaign with the person of `dealId`. Returns the campaign. */
  const dealOfAnotherCampaign = async (world: World, dealId: number): Promise<number> => {
    const otherCampaign = await addCampaign(worlds.db, [world.accountId]);
    await worlds.db
      .insertInto('deal')
      .columns(['lead_id', 'campaign_id', 'contact_id', 'company_id', 'state', 'created_at'])
      .expression((eb) =>
        eb
          .selectFrom('deal')
          .select(['lead_id', eb.val(otherCampaign).as('campaign_id'), 'contact_id', 'company_id'])
          .select([eb.val('NEW').as('state'), 'created_at'])
          .where('id', '=', dealId),
      )
      .execute();
    return otherCampaign;
  };

  test('is not sent to a person whom another campaign invited: what the page shows is recorded', async () => {
    const { world, deal } = await withDeal();
    await run(world);
    const campaignId = await dealOfAnotherCampaign(world, deal.dealId);
    expect(await run({ ...world, campaignId })).toMatchObject({ outcome: 'deal.already-pending' });
    expect(world.linkedIn.network.invites).toHaveLength(1);
  });

  test('is not sent again when the one of another campaign is gone', async () => {
    const { world, deal } = await withDeal();
    await addAction(worlds.db, { ...deal, kind: 'invite', accountId: world.accountId, state: 'done' });
    const campaignId = await dealOfAnotherCampaign(world, deal.dealId);
    expect(await run({ ...world, campaignId })).toMatchObject({ outcome: 'deal.failed' });
    expect(world.linkedIn.network.invites).toHaveLength(0);
  });

  test('is not even looked for by an account that was stopped meanwhile', async () => {
    const { world } = await withDeal();
    await worlds.db.updateTable('account').set({ active: false }).execute();
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(world.linkedIn.calls).toEqual([]);
  });
});

describe('what the page shows already', () => {
  test.each([
    { state: 'connected', dealState: 'CONNECTED', kind: 'deal.already-connected' },
    { state: 'pending', dealState: 'PENDING', kind: 'deal.already-pending' },
  ] as const)('$state is recorded without spending an invitation', async ({ state, dealState, kind }) => {
    const { world, deal } = await withDeal({ state }, { limits: { connectDaily: 0 } });
    expect(await run(world)).toMatchObject({ outcome: kind });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: dealState,
      account_id: world.accountId,
    });
    expect(await ledgerRows(worlds.db)).toEqual([]);
    expect(await eventKinds(worlds.db)).toContain(kind);
  });

  test.each([
    { what: 'a profile that is not shown', member: { isInaccessible: true } },
    { what: 'our own profile', member: { state: 'self' as const } },
  ])('$what fails the deal as inaccessible', async ({ member }) => {
    const { world, deal } = await withDeal(member);
    expect(await run(world)).toMatchObject({ outcome: 'deal.failed' });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'inaccessible',
    });
    expect(await ledgerRows(worlds.db)).toEqual([]);
  });
});

describe('without a Connect control', () => {
  const noControl: WriteOutcome = { kind: 'no-control', evidence: {} };
  test.each([
    { what: 'seen before', member: { state: 'not-connectable' as const } },
    { what: 'seen while inviting', member: { inviteOutcome: noControl } },
    { what: 'because they invited us', member: { state: 'incoming' as const } },
    { what: 'because the page shows nothing', member: { state: 'unavailable' as const } },
  ])('($what) the deal is tried on three days and then fails', async ({ member }) => {
    const { world, deal } = await withDeal(member, { limits: { connectDaily: 1 } });
    for (const attempts of [1, 2]) {
      expect(await run(world)).toMatchObject({ outcome: 'no-connect-control', attempts });
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
        state: 'NEW',
        connect_attempts: attempts,
      });
      worlds.clock.advance(DAY_MS - 1);
      await expect(run(world)).rejects.toBeInstanceOf(Stale);
      worlds.clock.advance(1);
    }
    expect(await run(world)).toMatchObject({ outcome: 'deal.failed' });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'no-connect-control',
    });
    const states = (await ledgerRows(worlds.db)).map(({ state }) => state);
    expect(states).toEqual('inviteOutcome' in member ? ['abandoned', 'abandoned', 'abandoned'] : []);
    expect(world.linkedIn.network.invites).toEqual([]);
  });
});

describe('an invitation that is not sent', () => {
  test('because it was refused fails the deal with the text, and gives its place back', async () => {
    const reason = 'You cannot invite this member.';
    const { world, deal } = await withDeal(
      { inviteOutcome: { kind: 'refused', reason, evidence: {} } },
      { limits: { connectDaily: 1 } },
    );
    const next = await addDeal(worlds.db, { campaignId: world.campaignId, score: 0.1 });
    world.putMember(next.profile);

    expect(await run(world)).toMatchObject({ outcome: 'invite-refused' });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'invite-refused',
      closing_detail: reason,
    });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'refused', reason }]);

    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: next.dealId });
  });

  test('because of the weekly limit closes the lane for a week and keeps the deal', async () => {
    const outcome = {
      kind: 'limit',
      limit: 'weekly-invitations',
      until: new Date(NOW.getTime() + WEEK_MS),
      reason: 'No more this week.',
      evidence: {},
    };
    const { world, deal } = await withDeal(
      { inviteOutcome: outcome as WriteOutcome },
      { limits: { connectDaily: 1 } },
    );
    const limit = await run(world).catch((error: unknown) => error);
    expect(limit).toBeInstanceOf(LimitReached);
    expect(limit).toMatchObject({
      message: 'No more this week.',
      lane: 'connect',
      until: new Date(NOW.getTime() + WEEK_MS),
    });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'NEW', connect_attempts: 0 });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned', reason: 'No more this week.' }]);

    world.putMember(deal.profile);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done' });
  });

  test('because our own limit is used up waits until a place is free', async () => {
    const { world, deal } = await withDeal({}, { limits: { connectDaily: 1 } });
    await run(world);
    worlds.clock.advance(1_000);
    const next = await addDeal(worlds.db, { campaignId: world.campaignId, score: 0.5 });
    world.putMember(next.profile);
    await expect(run(world)).rejects.toMatchObject({
      name: 'LimitReached',
      lane: 'connect',
      until: new Date(NOW.getTime() + DAY_MS),
    });
    expect(world.linkedIn.network.invites).toEqual([deal.profile.urn]);
    expect(await dealRow(worlds.db, next.dealId)).toMatchObject({ state: 'NEW', connect_attempts: 0 });
  });

  test('because Redis forgot the limits waits for the scheduler', async () => {
    const { world } = await withDeal();
    await worlds.redis.unlink(...(await worlds.redis.keys('t_connect*:limit:*')));
    await expect(run(world)).rejects.toBeInstanceOf(Throttled);
    expect(world.linkedIn.network.invites).toEqual([]);
    expect(await ledgerRows(worlds.db)).toEqual([]);
  });
});

describe('a page that fails', () => {
  test.each([
    new PageHung('connectionState took longer than 180 s', new Date(NOW.getTime() + 60_000)),
    new TypeError('the page was answered 500'),
  ])('with %o holds up nobody else', async (error) => {
    const { world, deal } = await withDeal();
    const next = await addDeal(worlds.db, { campaignId: world.campaignId, score: 0.1 });
    world.putMember(next.profile);
    world.linkedIn.failNext('connectionState', error);
    await expect(run(world)).rejects.toBe(error);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'NEW',
      act_after: new Date(NOW.getTime() + HOUR_MS),
      connect_attempts: 0,
    });
    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: next.dealId });
  });

  test('right before its click is an act that was not done, and is tried again an hour later', async () => {
    const { world, deal } = await withDeal();
    world.linkedIn.failNext('invite', new PageHung('invite took longer than 180 s', NOW));
    await expect(run(world)).rejects.toBeInstanceOf(PageHung);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'abandoned' }]);
    worlds.clock.advance(HOUR_MS);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: deal.dealId });
  });
});

describe('an account that was planned for', () => {
  test.each([
    ['rests outside its hours', { works_from_minute: 0, works_until_minute: 60 }],
    [
      'cools down',
      { breaker_trips: 1, breaker_open_until: new Date(NOW.getTime() + 1), breaker_reason: '429' },
    ],
    [
      'may not write',
      { writes_paused_at: NOW, writes_paused_probe: 'profile', writes_paused_reason: '3 pages' },
    ],
  ])('and now %s does nothing', async (_what, columns) => {
    const { world } = await withDeal();
    await worlds.db.updateTable('account').set(columns).execute();
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(world.linkedIn.calls).toEqual([]);
  });
});

describe('an invitation of which nobody knows whether it was sent', () => {
  const unknown: WriteOutcome = { kind: 'unknown', reason: 'The page went away.', evidence: {} };

  test('stays unknown, and its person is not touched again while LinkedIn does not say', async () => {
    const { world, deal } = await withDeal({ inviteOutcome: unknown }, { limits: { connectDaily: 1 } });
    expect(await run(world)).toMatchObject({ outcome: 'invite-unknown' });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'NEW' });
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown', reason: 'The page went away.' }]);

    world.putMember(deal.profile, { state: 'unavailable' });
    worlds.clock.advance(WEEK_MS);
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown' }]);
    expect(verbsOf(world.linkedIn).filter((verb) => verb === 'invite')).toHaveLength(1);
  });

  test('counts against the limit', async () => {
    const { world, deal } = await withDeal({ inviteOutcome: unknown }, { limits: { connectDaily: 1 } });
    await run(world);
    world.putMember(deal.profile, { state: 'unavailable' });
    const next = await addDeal(worlds.db, { campaignId: world.campaignId });
    world.putMember(next.profile);
    await expect(run(world)).rejects.toBeInstanceOf(LimitReached);
  });

  test.each([
    { what: 'unexpectedly', error: new Error('The tab crashed.') },
    { what: 'because the profile went away', error: new SkipProfile('gone') },
  ])('is also what an act leaves that breaks off $what', async ({ error }) => {
    const { world, deal } = await withDeal({ breaksAfterClick: error });
    await expect(run(world)).rejects.toBe(error);
    expect(await ledgerRows(worlds.db)).toMatchObject([{ state: 'unknown', reason: error.message }]);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'NEW' });
  });

  test('leaves the person alone, while others are invited', async () => {
    const { world, deal } = await withDeal({ state: 'connectable' });
    const { accountId, campaignId } = world;
    const { leadId, dealId } = deal;
    await addAction(worlds.db, { kind: 'invite', state: 'started', accountId, leadId, dealId });
    const next = await addDeal(worlds.db, { campaignId });
    world.putMember(next.profile);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: next.dealId });
    expect(await dealRow(worlds.db, dealId)).toMatchObject({ state: 'NEW' });
    expect(world.linkedIn.network.invites).toEqual([next.profile.urn]);
  });

  test('is not what an act leaves that broke off before its click: it may be tried again', async () => {
    const { world, deal } = await withDeal();
    world.linkedIn.failNext('invite', new Error('The page did not load.'));
    await expect(run(world)).rejects.toThrow('The page did not load.');
    worlds.clock.advance(HOUR_MS);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: deal.dealId });
    expect((await ledgerRows(worlds.db)).map(({ state }) => state)).toEqual(['abandoned', 'done']);
  });
});

describe('invitations sent by hand', () => {
  const byHand = (count: number, ageMs: number) =>
    Array.from({ length: count }, (_, i) => ({ publicId: `by-hand-${i}`, ageMs }));

  test('count against the limit', async () => {
    const { world } = await withDeal({}, { limits: { connectDaily: 3 } });
    world.linkedIn.network.sentByHand = byHand(3, HOUR_MS);
    await expect(run(world)).rejects.toMatchObject({
      name: 'LimitReached',
      until: new Date(worlds.clock.now().getTime() + DAY_MS - HOUR_MS),
    });
    expect(world.linkedIn.network.invites).toEqual([]);
  });

  test('count once, however often the list is read, and no longer than the window', async () => {
    const { world } = await withDeal({}, { limits: { connectDaily: 1 } });
    world.linkedIn.network.sentByHand = byHand(1, HOUR_MS);
    await expect(run(world)).rejects.toBeInstanceOf(LimitReached);
    worlds.clock.advance(DAY_MS - HOUR_MS);
    world.linkedIn.network.sentByHand = byHand(1, DAY_MS);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done' });
  });

  test('do not count our own twice', async () => {
    const { world } = await withDeal({}, { limits: { connectDaily: 2 } });
    await run(world);
    worlds.clock.advance(7 * HOUR_MS);
    const next = await addDeal(worlds.db, { campaignId: world.campaignId });
    world.putMember(next.profile);
    expect(await run(world)).toMatchObject({ outcome: 'invite-done', dealId: next.dealId });
  });

  test('are looked for every six hours only', async () => {
    const { world } = await withDeal();
    await run(world);
    worlds.clock.advance(6 * HOUR_MS - 1);
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    worlds.clock.advance(1);
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(verbsOf(world.linkedIn).filter((verb) => verb === 'sentInvitations')).toHaveLength(2);
  });
});

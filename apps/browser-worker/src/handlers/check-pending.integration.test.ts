import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import { addAccount, addDeal, type BuiltDeal, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import { jobContext, openWorlds, verbsOf, type World, type Worlds } from '../testing/account-world.ts';
import { dealRow, eventKinds, ledgerRows } from '../testing/rows.ts';
import { checkPending } from './check-pending.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('check_pending');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId, accountId }: World, signal?: AbortSignal) =>
  checkPending(deps)({ campaignId, accountId }, jobContext(signal));

/** A deal invited at NOW whose look is due: the clock stands a day later. */
async function withPending(member: Partial<FakeMember>): Promise<{ world: World; deal: BuiltDeal }> {
  const world = await worlds.begin();
  const deal = await addPending(world);
  world.putMember(deal.profile, member);
  worlds.clock.advance(DAY_MS);
  return { world, deal };
}

const addPending = ({ campaignId, accountId }: World): Promise<BuiltDeal> =>
  addDeal(worlds.db, { campaignId, accountId, state: 'PENDING' });

describe('a pending deal', () => {
  test('is not looked at before a day has passed', async () => {
    const { world } = await withPending({ state: 'connected' });
    worlds.clock.advance(-1);
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(world.linkedIn.calls).toEqual([]);
  });

  test('whose invitation was accepted is CONNECTED', async () => {
    const { world, deal } = await withPending({ state: 'connected' });
    expect(await run(world)).toMatchObject({ outcome: 'checked', checked: 1, accepted: 1 });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'CONNECTED',
      account_id: world.accountId,
      connected_at: worlds.clock.now(),
      next_step: {},
      next_check_at: null,
    });
    expect(await eventKinds(worlds.db)).toContain('invite.accepted');
    expect(await ledgerRows(worlds.db)).toEqual([]);
  });

  test('that is still pending is looked at after a backoff that doubles each time', async () => {
    const { world, deal } = await withPending({ state: 'pending' });
    for (const backoffHours of [48, 96, 192]) {
      expect(await run(world)).toMatchObject({ checked: 1, accepted: 0 });
      const nextCheckAt = new Date(worlds.clock.now().getTime() + backoffHours * HOUR_MS);
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
        state: 'PENDING',
        next_step: { backoffHours },
        next_check_at: nextCheckAt,
      });
      worlds.clock.set(nextCheckAt);
    }
  });

  test('whose invitation is gone has FAILED', async () => {
    const { world, deal } = await withPending({ state: 'connectable' });
    expect(await run(world)).toMatchObject({ checked: 1, accepted: 0 });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'invite-lapsed',
      next_step: {},
    });
    expect(await eventKinds(worlds.db)).toContain('deal.failed');
  });

  test('whose profile is not shown any more has FAILED', async () => {
    const { world, deal } = await withPending({ isInaccessible: true });
    await run(world);
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'inaccessible',
    });
  });

  test.each(['unavailable', 'not-connectable', 'incoming', 'self'] as const)(
    'of which the page says nothing certain (%s) stays PENDING',
    async (state) => {
      const { world, deal } = await withPending({ state });
      await run(world);
      expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({
        state: 'PENDING',
        next_step: { backoffHours: 48 },
      });
    },
  );

  test('of another account is left to that account', async () => {
    const { world } = await withPending({ state: 'connected' });
    const accountId = await addAccount(worlds.db);
    await expect(run({ ...world, accountId })).rejects.toBeInstanceOf(Stale);
  });
});

describe('one job', () => {
  test('looks at ten deals, the most overdue first', async () => {
    const world = await worlds.begin();
    const deals: BuiltDeal[] = [];
    for (let i = 0; i < 11; i++) {
      const deal = await addPending(world);
      world.putMember(deal.profile, { state: 'pending' });
      deals.push(deal);
    }
    const newest = deals[0]?.dealId ?? 0;
    await worlds.db
      .updateTable('deal')
      .set({ next_check_at: new Date(NOW.getTime() + DAY_MS + 1) })
      .where('id', '=', newest)
      .execute();
    worlds.clock.advance(2 * DAY_MS);
    expect(await run(world)).toMatchObject({ checked: 10 });
    expect(await dealRow(worlds.db, newest)).toMatchObject({ next_step: {} });
    expect(await run(world)).toMatchObject({ checked: 1 });
  });

  test('stops between two deals when it is told to', async () => {
    const { world, deal } = await withPending({ state: 'connected' });
    const stopping = new AbortController();
    stopping.abort();
    expect(await run(world, stopping.signal)).toMatchObject({ checked: 0 });
    expect(await dealRow(worlds.db, deal.dealId)).toMatchObject({ state: 'PENDING' });
    expect(verbsOf(world.linkedIn)).toEqual([]);
  });
});

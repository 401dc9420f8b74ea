import { getAccount } from '@fairlead/db/repositories/accounts';
import { closuresAt } from '@fairlead/db/repositories/schedule';
import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { addAccount, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorlds, type Worlds } from '../testing/account-world.ts';
import { eventKinds } from '../testing/rows.ts';
import { accountEffects } from './account-effects.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('account_effects');
});
afterAll(() => worlds.close());

test('stopping writes the first reason down, once, for this account only', async () => {
  const { accountId } = await worlds.begin();
  const otherId = await addAccount(worlds.db);
  const effects = accountEffects(worlds.db, worlds.clock, accountId, [2, 4]);
  await effects.stopAccount({}, { event: 'checkpoint', challenge: 'email-pin' }, 'e-mail PIN');
  await effects.stopAccount({}, { event: 'session-lost' }, 'signed out');
  expect(await getAccount(worlds.db, accountId)).toMatchObject({
    health: 'stopped',
    healthReason: 'LinkedIn asks for a human: e-mail PIN',
    stopCause: 'challenge',
  });
  expect(await getAccount(worlds.db, otherId)).toMatchObject({ health: 'ok' });
  expect(await eventKinds(worlds.db)).toEqual(['account.stopped']);
});

test('being asked to slow down opens the breaker, once for all that were under way, and longer the next time', async () => {
  const { accountId } = await worlds.begin();
  const effects = accountEffects(worlds.db, worlds.clock, accountId, [2, 4]);
  const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);
  const openUntil = async () => (await getAccount(worlds.db, accountId))?.breaker.openUntil;
  await effects.coolAccount({}, '/feed/ was answered 429');
  await effects.coolAccount({}, '/feed/ was answered 429');
  expect(await openUntil()).toEqual(later(2));
  expect(await eventKinds(worlds.db)).toEqual(['account.cooling']);
  worlds.clock.set(later(2));
  await effects.coolAccount({}, '/feed/ was answered 999');
  expect(await openUntil()).toEqual(later(6));
  expect(await getAccount(worlds.db, accountId)).toMatchObject({ health: 'ok' });
});

test('closing a lane holds until its time; the later time wins', async () => {
  const { accountId } = await worlds.begin();
  const effects = accountEffects(worlds.db, worlds.clock, accountId, [2, 4]);
  const until = new Date(NOW.getTime() + 2 * DAY_MS);
  await effects.closeLane({}, 'connect', until, 'the weekly limit');
  await effects.closeLane({}, 'connect', new Date(NOW.getTime() + DAY_MS), 'the daily limit');
  expect(await closuresAt(worlds.db, NOW)).toEqual([
    { accountId, lane: 'connect', until, reason: 'the weekly limit' },
  ]);
  expect(await closuresAt(worlds.db, until)).toEqual([]);
  expect(await eventKinds(worlds.db)).toEqual(['lane.closed', 'lane.closed']);
});

import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { expect, test } from 'vitest';
import { limitUses } from './limit-use.ts';
import { DEFAULT_SIMULATION, START_MS } from './options.ts';
import { createWorld } from './world.ts';

test('peak, mean and the time a window was full', () => {
  const limits = { connectDaily: 2, connectWeekly: 100, followUpDaily: 0 };
  const { accounts } = createWorld({ ...DEFAULT_SIMULATION, limits }, () => {});
  const [account] = accounts;
  account?.acts.invite.push(START_MS, START_MS + 12 * HOUR_MS, START_MS + 36 * HOUR_MS);
  // Inside the day's window: one until 12 h, two until 24 h, one until 48 h.
  expect(limitUses(accounts, 2)).toEqual([
    { account: 'account-1', kind: 'invite', windowHours: 24, max: 2, peak: 2, mean: 1.25, fullShare: 0.25 },
    { account: 'account-1', kind: 'invite', windowHours: 168, max: 100, peak: 3, mean: 2, fullShare: 0 },
    { account: 'account-1', kind: 'message', windowHours: 24, max: 0, peak: 0, mean: 0, fullShare: 1 },
  ]);
});

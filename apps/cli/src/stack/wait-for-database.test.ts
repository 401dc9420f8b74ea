import type { Database } from '@fairlead/db/database';
import { type Clock, manualClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured, Unreachable } from '@fairlead/shared/runtime/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordingOutput } from '../testing/recording-output.ts';
import { waitForDatabase } from './wait-for-database.ts';

const DOWN = new Unreachable('Postgres cannot be reached: refused', 'Start it.');
const DATABASE = {} as Database;

let clock: Clock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const manual = manualClock(new Date('2026-03-02T09:00:00Z'));
  clock = {
    ...manual,
    sleepRealMs: (ms) => {
      vi.advanceTimersByTime(ms);
      return manual.sleepRealMs(ms);
    },
  };
});
afterEach(() => {
  vi.useRealTimers();
});

test('a server that still starts is waited for, with a line for each attempt', async () => {
  const out = recordingOutput();
  const connect = vi.fn<() => Promise<Database>>();
  connect.mockRejectedValueOnce(DOWN).mockRejectedValueOnce(DOWN).mockResolvedValue(DATABASE);
  expect(await waitForDatabase('postgres://x', { clock, out }, connect)).toBe(DATABASE);
  expect(out.said).toEqual([
    'step: Postgres cannot be reached: refused; trying for another 60 s',
    'step: Postgres cannot be reached: refused; trying for another 55 s',
  ]);
});

test('after a minute the reason is the error', async () => {
  const out = recordingOutput();
  await expect(waitForDatabase('postgres://x', { clock, out }, () => Promise.reject(DOWN))).rejects.toBe(
    DOWN,
  );
  expect(out.said).toHaveLength(12);
});

test('anything else is an error at once', async () => {
  const bug = new TypeError('a bug');
  const out = recordingOutput();
  await expect(waitForDatabase('postgres://x', { clock, out }, () => Promise.reject(bug))).rejects.toBe(bug);
  expect(out.said).toEqual([]);
});

test('a server that refuses the password is not asked again', async () => {
  const refused = new Misconfigured('Postgres does not let us in', 'Correct it.');
  const out = recordingOutput();
  await expect(waitForDatabase('postgres://x', { clock, out }, () => Promise.reject(refused))).rejects.toBe(
    refused,
  );
  expect(out.said).toEqual([]);
});

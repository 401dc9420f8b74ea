import type { BacklogReader } from '@fairlead/shared/queue/backlog';
import type { Pulse } from '@fairlead/shared/runtime/health';
import { expect, test } from 'vitest';
import { queueCheck } from './queue-check.ts';

const MINUTE_MS = 60_000;

function ask(oldestWaitingMs: number | null, sinceLastJobMs: number): unknown {
  const counts = { waiting: 0, active: 0, delayed: 0, failed: 0 };
  const backlog: BacklogReader = {
    read: () => Promise.resolve({ ...counts, oldestWaitingMs }),
    close: () => Promise.resolve(),
  };
  const jobs: Pulse = { beat: () => {}, ageMs: () => sinceLastJobMs };
  return queueCheck(jobs, backlog)();
}

test('is well while no job waits, however long ago the last one was', async () => {
  expect(await ask(null, 600 * MINUTE_MS)).toBe('no job waits');
});

test('tells how long the oldest job waits', async () => {
  expect(await ask(2 * MINUTE_MS, 600 * MINUTE_MS)).toBe('the oldest job waits since 120 s');
  expect(await ask(600 * MINUTE_MS, 2 * MINUTE_MS)).toBe('the oldest job waits since 36000 s');
});

test('fails when jobs wait and this worker ends none', async () => {
  await expect(ask(20 * MINUTE_MS, 16 * MINUTE_MS)).rejects.toThrow(
    'the oldest job waits since 1200 s, and this worker ended none for 960 s',
  );
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BacklogReader, createBacklogReader, dueAtMs } from './backlog.ts';
import { type ConsumerHarness, createConsumerHarness } from './testing/consumer-harness.ts';

let harness: ConsumerHarness;
let backlog: BacklogReader;
beforeEach(async () => {
  harness = await createConsumerHarness('backlog');
  backlog = createBacklogReader(harness.redis, harness.prefix);
});
afterEach(async () => {
  await backlog.close();
  await harness.close();
});

test('an empty queue has nothing waiting', async () => {
  expect(await backlog.read('ml')).toEqual({
    waiting: 0,
    active: 0,
    delayed: 0,
    failed: 0,
    oldestWaitingMs: null,
  });
});

test('jobs of every priority wait; the oldest tells how long, whatever its priority', async () => {
  const longAgo = Date.parse('2026-01-05T08:00:00Z');
  await harness.queue('ml').add('keywords', {}, { priority: 5, timestamp: longAgo });
  await harness.queue('ml').add('embed', {}, { priority: 1 });
  await harness.queue('ml').add('fit', {}, { delay: 3_600_000 });
  const { oldestWaitingMs, ...counts } = await backlog.read('ml');
  expect(counts).toEqual({ waiting: 2, active: 0, delayed: 1, failed: 0 });
  const [oldest] = await harness.queue('ml').getJobs(['prioritized'], 1, 1, true);
  expect(oldest?.name).toBe('keywords');
  expect(oldestWaitingMs).toBeGreaterThan(60_000);
});

test('a job of a schedule is due after its delay', () => {
  expect(dueAtMs({ timestamp: 1_000, opts: { delay: 500 } })).toBe(1_500);
  expect(dueAtMs({ timestamp: 1_000, opts: {} })).toBe(1_000);
});

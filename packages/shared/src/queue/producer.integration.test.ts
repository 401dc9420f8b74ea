import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wallClockMs } from '../runtime/clock.ts';
import { onBehalfOf } from '../runtime/correlation.ts';
import { createLogger } from '../runtime/logger.ts';
import { CATALOG } from './catalog.ts';
import type { HandlersFor } from './consumer.ts';
import { createProducer } from './producer.ts';
import { type ConsumerHarness, createConsumerHarness } from './testing/consumer-harness.ts';

let harness: ConsumerHarness;

beforeEach(async () => {
  harness = await createConsumerHarness('producer');
});
afterEach(() => harness.close());

const QUALIFY = { name: 'qualify', payload: { campaignId: 3 } } as const;
const waiting = () => harness.queue('ml').getPrioritizedCount();

/** Handlers that wait until they are let go, and count. */
function heldHandlers() {
  const letGo: (() => void)[] = [];
  const hold = vi.fn(
    () =>
      new Promise<{ outcome: string }>((resolve) => {
        letGo.push(() => resolve({ outcome: 'done' }));
      }),
  );
  const handlers: HandlersFor<'ml'> = {
    embed: hold,
    draft: hold,
    qualify: hold,
    fit: hold,
    seed: hold,
    keywords: hold,
  };
  return { hold, handlers, letGo };
}

describe('enqueue', () => {
  test('stores ids, identity and the facts of the row', async () => {
    await harness.producer.enqueue(QUALIFY, 5);
    const job = await harness.queue('ml').getJob('qualify-3-5');
    expect(job?.data).toEqual({ campaignId: 3 });
    expect(job?.opts).toMatchObject({
      attempts: CATALOG.qualify.attempts,
      backoff: { type: 'exponential', delay: CATALOG.qualify.backoffMs },
      priority: CATALOG.qualify.priority,
    });
  });

  test('on behalf of a tick stores its id beside the payload, and logs it', async () => {
    const records: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void records.push(JSON.parse(line)) };
    const log = createLogger({ service: 'test', level: 'info', destination });
    const producer = createProducer(harness.redis, harness.prefix, { log });
    await onBehalfOf('tick-a', () => producer.enqueue(QUALIFY, 5));
    await onBehalfOf('tick-b', () => producer.enqueue(QUALIFY, 6));
    await producer.close();
    const job = await harness.queue('ml').getJob('qualify-3-5');
    expect(job?.data).toEqual({ campaignId: 3, tickId: 'tick-a' });
    const line = { queue: 'ml', job: 'qualify', jobId: 'qualify-3-5', campaignId: 3 };
    expect(records).toEqual([
      expect.objectContaining({ ...line, msg: 'job queued', tickId: 'tick-a' }),
      expect.objectContaining({ ...line, msg: 'the same work is queued already', tickId: 'tick-b' }),
    ]);
  });

  test('takes the same work once while it waits, in whatever slot', async () => {
    await harness.producer.enqueue(QUALIFY, 1);
    await harness.producer.enqueue(QUALIFY, 1);
    await harness.producer.enqueue(QUALIFY, 2);
    await harness.producer.enqueue({ name: 'qualify', payload: { campaignId: 4 } }, 2);
    await harness.producer.enqueue({ name: 'draft', payload: { campaignId: 3 } }, 2);
    expect(await waiting()).toBe(3);
  });

  test('takes the same work once while it runs, and again afterwards', async () => {
    const { handlers, hold, letGo } = heldHandlers();
    harness.start({ kind: 'ml', queueName: 'ml', handlers });
    await harness.producer.enqueue(QUALIFY, 1);
    await harness.jobIn('ml', 'active');
    await harness.producer.enqueue(QUALIFY, 2);
    expect(await waiting()).toBe(0);
    letGo[0]?.();
    await harness.jobIn('ml', 'completed');
    await harness.producer.enqueue(QUALIFY, 3);
    await vi.waitFor(() => expect(hold).toHaveBeenCalledTimes(2));
    letGo[1]?.();
  });

  test('takes the same work again after it has failed', async () => {
    const { handlers } = heldHandlers();
    const fail = vi.fn(() => Promise.reject(new Error('broken')));
    harness.start({ kind: 'ml', queueName: 'ml', handlers: { ...handlers, qualify: fail } });
    await harness.queue('ml').add('qualify', QUALIFY.payload, { deduplication: { id: 'qualify-3' } });
    await harness.jobIn('ml', 'failed');
    await harness.producer.enqueue(QUALIFY, 2);
    await vi.waitFor(() => expect(fail).toHaveBeenCalledTimes(2));
  });

  test('reaches a running consumer after Redis was wiped', async () => {
    const { handlers, hold, letGo } = heldHandlers();
    harness.start({ kind: 'ml', queueName: 'ml', handlers });
    await harness.producer.enqueue(QUALIFY, 1);
    await vi.waitFor(() => expect(hold).toHaveBeenCalledOnce());
    letGo[0]?.();
    await harness.jobIn('ml', 'completed');
    await harness.wipe();
    await harness.producer.enqueue(QUALIFY, 1);
    await vi.waitFor(() => expect(hold).toHaveBeenCalledTimes(2), { timeout: 10_000 });
    letGo[1]?.();
  });
});

test('promoteDelayed lets what waits for a time run now', async () => {
  await harness.queue('ml').add('qualify', QUALIFY.payload, { delay: 86_400_000 });
  await harness.producer.promoteDelayed(['ml', 'browser.1']);
  expect(await harness.queue('ml').getDelayedCount()).toBe(0);
  expect(await harness.queue('ml').getWaitingCount()).toBe(1);
});

describe('ensureTick', () => {
  const schedulers = () => harness.queue('tick').getJobSchedulers();

  test('makes the plan recur, once however often it is asked', async () => {
    await harness.producer.ensureTick(60_000);
    await harness.producer.ensureTick(60_000);
    expect(await schedulers()).toEqual([
      expect.objectContaining({ key: 'tick', name: 'plan', every: 60_000 }),
    ]);
  });

  test('leaves alone what recurs already', async () => {
    await harness.producer.ensureTick(60_000);
    const before = await schedulers();
    const upsert = vi.spyOn(Queue.prototype, 'upsertJobScheduler');
    await harness.producer.ensureTick(60_000);
    expect(upsert).not.toHaveBeenCalled();
    upsert.mockRestore();
    expect(await schedulers()).toEqual(before);
  });

  test('follows a changed interval', async () => {
    await harness.producer.ensureTick(60_000);
    await harness.producer.ensureTick(30_000);
    expect(await schedulers()).toEqual([expect.objectContaining({ every: 30_000 })]);
  });

  test.each([
    { what: 'a day ahead, for the clock was set back', offsetMs: 86_400_000 },
    { what: 'long overdue, for the chain broke', offsetMs: -86_400_000 },
  ])('mends a next tick that is $what', async ({ offsetMs }) => {
    await harness.producer.ensureTick(5_000);
    const key = `${harness.prefix}:tick:repeat`;
    await harness.redis.zincrby(key, offsetMs, 'tick');
    await harness.producer.ensureTick(5_000);
    const [scheduler] = await schedulers();
    expect(Math.abs((scheduler?.next ?? 0) - wallClockMs())).toBeLessThan(10_000);
  });

  test('lets a consumer plan at once', async () => {
    const plan = vi.fn(() => Promise.resolve({ outcome: 'planned' }));
    harness.start({ kind: 'tick', queueName: 'tick', handlers: { plan } });
    await harness.producer.ensureTick(3_600_000);
    await vi.waitFor(() => expect(plan).toHaveBeenCalledOnce(), { timeout: 10_000 });
  });

  test('comes back after Redis was wiped', async () => {
    await harness.producer.ensureTick(3_600_000);
    await harness.wipe();
    expect(await schedulers()).toEqual([]);
    const plan = vi.fn(() => Promise.resolve({ outcome: 'planned' }));
    harness.start({ kind: 'tick', queueName: 'tick', handlers: { plan } });
    await harness.producer.ensureTick(3_600_000);
    await vi.waitFor(() => expect(plan).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(await schedulers()).toHaveLength(1);
  });
});

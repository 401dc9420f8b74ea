import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { currentTickId, onBehalfOf } from '../runtime/correlation.ts';
import {
  Checkpoint,
  LimitReached,
  Misconfigured,
  Permanent,
  RateLimited,
  SessionLost,
  SkipProfile,
  Stale,
  Throttled,
} from '../runtime/errors.ts';
import { CATALOG } from './catalog.ts';
import type { Handler, HandlersFor, JobContext, JobListener } from './consumer.ts';
import {
  type ConsumerHarness,
  createConsumerHarness,
  START,
  spiedEffects,
} from './testing/consumer-harness.ts';

let harness: ConsumerHarness;

beforeEach(async () => {
  harness = await createConsumerHarness('consumer');
});
afterEach(async () => {
  await harness.close();
  vi.restoreAllMocks();
});

const done = () => Promise.resolve({ outcome: 'done' });

const mlHandlers = (overrides: Partial<HandlersFor<'ml'>>): HandlersFor<'ml'> => ({
  embed: done,
  draft: done,
  qualify: done,
  fit: done,
  seed: done,
  keywords: done,
  ...overrides,
});
const browserHandlers = (overrides: Partial<HandlersFor<'browser'>>): HandlersFor<'browser'> => ({
  settle: done,
  connect: done,
  'check-pending': done,
  'follow-up': done,
  enrich: done,
  search: done,
  ...overrides,
});

const QUALIFY = { name: 'qualify', payload: { campaignId: 3 } } as const;
const CONNECT = { name: 'connect', payload: { campaignId: 3, accountId: 7 } } as const;

/** The wide events: one for each attempt, after it ended. */
const ends = () => harness.records.filter(({ msg }) => msg === 'job');

describe('a handler', () => {
  test('gets the parsed payload and a context; its outcome is the job’s result and one wide event', async () => {
    const qualify = vi.fn<Handler<'qualify'>>(() => Promise.resolve({ outcome: 'disqualified', leadId: 11 }));
    await harness.producer.enqueue(QUALIFY, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
    const job = await harness.jobIn('ml', 'completed');
    expect(job.returnvalue).toEqual({ outcome: 'disqualified', leadId: 11 });
    const context = expect.objectContaining({ jobId: 'qualify-3-1', attempt: 1 });
    expect(qualify).toHaveBeenCalledExactlyOnceWith({ campaignId: 3 }, context);
    expect(ends()).toEqual([
      expect.objectContaining({
        queue: 'ml',
        job: 'qualify',
        jobId: 'qualify-3-1',
        attempt: 1,
        campaignId: 3,
        outcome: 'disqualified',
        leadId: 11,
        waitMs: expect.any(Number),
        runMs: expect.any(Number),
      }),
    ]);
  });

  test('of a higher priority is called first', async () => {
    const order: string[] = [];
    const note = (name: string) => () => {
      order.push(name);
      return done();
    };
    const payload = { campaignId: 3, accountId: 7 };
    for (const name of ['search', 'follow-up', 'connect'] as const)
      await harness.producer.enqueue({ name, payload }, 1);
    const handlers = browserHandlers({
      search: note('search'),
      'follow-up': note('follow-up'),
      connect: note('connect'),
    });
    harness.start({ kind: 'browser', queueName: 'browser.7', handlers });
    await vi.waitFor(() => expect(order).toHaveLength(3), { timeout: 10_000 });
    expect(order).toEqual(['connect', 'follow-up', 'search']);
  });

  test('that is missing, or unknown, keeps the consumer from starting', () => {
    const { keywords: _, ...incomplete } = mlHandlers({});
    const start = (handlers: object) =>
      harness.start({ kind: 'ml', queueName: 'ml', handlers: handlers as HandlersFor<'ml'> });
    expect(() => start(incomplete)).toThrow(/Handlers of ml should be: .*keywords/);
    expect(() => start({ ...mlHandlers({}), dance: done })).toThrow(/they are: dance/);
  });

  test('is not called for a malformed payload, which fails at once', async () => {
    const qualify = vi.fn(done);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
    await harness.queue('ml').add('qualify', { campaignId: 'three' }, { attempts: 3 });
    const job = await harness.jobIn('ml', 'failed');
    expect(job.failedReason).toMatch(/The payload of qualify does not fit/);
    expect(job.attemptsMade).toBe(1);
    expect(ends()).toEqual([expect.objectContaining({ outcome: 'fail', level: 50 })]);
    expect(qualify).not.toHaveBeenCalled();
  });

  test('is not looked for beyond the catalog: an unknown job fails at once', async () => {
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({}) });
    await harness.queue('ml').add('connect', CONNECT.payload, { attempts: 3 });
    const job = await harness.jobIn('ml', 'failed');
    expect(job.failedReason).toBe('No handler for the job connect.');
    expect(job.attemptsMade).toBe(1);
  });
});

describe('an error', () => {
  const throwing = (error: Error) => vi.fn(() => Promise.reject(error));

  test('that is Throttled puts the job back, in real time, without costing an attempt', async () => {
    const attempts: number[] = [];
    const qualify: Handler<'qualify'> = (_, { attempt }) => {
      attempts.push(attempt);
      if (attempts.length > 1) return done();
      return Promise.reject(new Throttled('not now', new Date(START.getTime() + 3_600_000)));
    };
    await harness.producer.enqueue(QUALIFY, 1);
    const clock = {
      now: () => START,
      toRealMs: (ms: number) => ms / 60,
      sleepRealMs: () => Promise.resolve(),
    };
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }), clock });
    const delayed = await harness.jobIn('ml', 'delayed');
    expect(delayed.attemptsMade).toBe(0);
    expect(delayed.delay).toBeLessThanOrEqual(60_000);
    expect(delayed.delay).toBeGreaterThan(50_000);
    await delayed.promote();
    await harness.jobIn('ml', 'completed');
    expect(attempts).toEqual([1, 1]);
  });

  test('that is Stale completes the job, without a warning', async () => {
    await harness.producer.enqueue(QUALIFY, 1);
    const qualify = throwing(new Stale('judged meanwhile'));
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
    const job = await harness.jobIn('ml', 'completed');
    expect(job.returnvalue).toEqual({ outcome: 'stale', detail: 'judged meanwhile' });
    expect(ends()).toEqual([expect.objectContaining({ outcome: 'stale', level: 30 })]);
  });

  test('that is LimitReached closes the lane for the account', async () => {
    const until = new Date('2026-01-12T08:00:00Z');
    const accountEffects = spiedEffects();
    await harness.producer.enqueue(CONNECT, 1);
    const handlers = browserHandlers({
      connect: throwing(new LimitReached('weekly limit', 'connect', until)),
    });
    harness.start({ kind: 'browser', queueName: 'browser.7', handlers, accountEffects });
    const job = await harness.jobIn('browser.7', 'completed');
    expect(job.returnvalue).toMatchObject({ outcome: 'lane-closed', lane: 'connect' });
    expect(accountEffects.closeLane).toHaveBeenCalledExactlyOnceWith(
      CONNECT.payload,
      'connect',
      until,
      'weekly limit',
    );
  });

  test.each([
    [{ event: 'session-lost' }, new SessionLost('login page')],
    [{ event: 'checkpoint', challenge: 'captcha' }, new Checkpoint('captcha shown', 'captcha')],
  ] as const)('that is %o stops the account', async (stop, error) => {
    const accountEffects = spiedEffects();
    await harness.producer.enqueue(CONNECT, 1);
    const handlers = browserHandlers({ connect: throwing(error) });
    harness.start({ kind: 'browser', queueName: 'browser.7', handlers, accountEffects });
    await harness.jobIn('browser.7', 'completed');
    expect(accountEffects.stopAccount).toHaveBeenCalledExactlyOnceWith(CONNECT.payload, stop, error.message);
  });

  test('that is LinkedIn asking to slow down cools the account', async () => {
    const accountEffects = spiedEffects();
    await harness.producer.enqueue(CONNECT, 1);
    const handlers = browserHandlers({ connect: throwing(new RateLimited('999', new Date(0))) });
    harness.start({ kind: 'browser', queueName: 'browser.7', handlers, accountEffects });
    const job = await harness.jobIn('browser.7', 'completed');
    expect(job.returnvalue).toMatchObject({ outcome: 'account-cooling' });
    expect(accountEffects.coolAccount).toHaveBeenCalledExactlyOnceWith(CONNECT.payload, '999');
  });

  test('about an account is unexpected where no account is worked', async () => {
    await harness.producer.enqueue({ name: 'fit', payload: { campaignId: 3 } }, 1);
    harness.start({
      kind: 'ml',
      queueName: 'ml',
      handlers: mlHandlers({ fit: throwing(new SessionLost('where?')) }),
    });
    const job = await harness.jobIn('ml', 'delayed');
    expect(job.failedReason).toBe('where?');
  });

  test.each([
    ['SkipProfile', 30, new SkipProfile('private')],
    ['Permanent', 50, new Permanent('never')],
  ])('that is %s fails the job at once, at level %i', async (_, level, error) => {
    await harness.producer.enqueue(QUALIFY, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify: throwing(error) }) });
    const job = await harness.jobIn('ml', 'failed');
    expect(job).toMatchObject({ attemptsMade: 1, failedReason: error.message });
    expect(ends()).toEqual([expect.objectContaining({ level, errorClass: error.name })]);
  });

  test('that is Misconfigured ends the process', async () => {
    const exit = vi.fn();
    const error = new Misconfigured('no key', 'set it');
    await harness.producer.enqueue(CONNECT, 1);
    const handlers = browserHandlers({ connect: throwing(error) });
    harness.start({ kind: 'browser', queueName: 'browser.7', handlers, exit });
    await harness.jobIn('browser.7', 'failed');
    expect(exit).toHaveBeenCalledExactlyOnceWith(error);
  });

  test('nobody expected is retried as often as the row says, then the job has failed', async () => {
    const embed = throwing(new TypeError('surprise'));
    await harness.producer.enqueue({ name: 'embed', payload: {} }, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ embed }) });
    for (let attempt = 1; attempt < CATALOG.embed.attempts; attempt++) {
      const job = await harness.jobIn('ml', 'delayed');
      expect(job.attemptsMade).toBe(attempt);
      await job.promote();
    }
    const job = await harness.jobIn('ml', 'failed');
    expect(job).toMatchObject({ attemptsMade: CATALOG.embed.attempts, failedReason: 'surprise' });
    expect(embed).toHaveBeenCalledTimes(CATALOG.embed.attempts);
    const outcomes = ends().map(({ outcome, level }) => [outcome, level]);
    expect(outcomes).toEqual([
      ['retry', 40],
      ['retry', 40],
      ['fail', 50],
    ]);
  });
});

describe('the tick that planned a job', () => {
  const planned = (work: () => Promise<void>) => onBehalfOf('tick-a', work);

  test('stands in every line about it, also in those of the handler', async () => {
    await planned(() => harness.producer.enqueue(QUALIFY, 1));
    const qualify: Handler<'qualify'> = (payload, { log }) => {
      log.info(payload, 'judging');
      return done();
    };
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
    await harness.jobIn('ml', 'completed');
    const lines = harness.records.map(({ msg, tickId, campaignId }) => ({ msg, tickId, campaignId }));
    const ids = { tickId: 'tick-a', campaignId: 3 };
    expect(lines).toEqual([
      { msg: 'job started', ...ids },
      { msg: 'judging', ...ids },
      { msg: 'job', ...ids },
    ]);
  });

  test('is not part of the payload', async () => {
    const qualify = vi.fn(done);
    await planned(() => harness.producer.enqueue(QUALIFY, 1));
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
    await harness.jobIn('ml', 'completed');
    expect(qualify).toHaveBeenCalledExactlyOnceWith({ campaignId: 3 }, expect.anything());
  });

  test('need not be known: a job queued without it runs', async () => {
    await harness.queue('ml').add('qualify', QUALIFY.payload);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({}) });
    await harness.jobIn('ml', 'completed');
    expect(ends()).toEqual([expect.not.objectContaining({ tickId: expect.anything() })]);
  });

  test('is a name of its own for a job that is a tick', async () => {
    const plan = vi.fn(() => Promise.resolve({ outcome: currentTickId() ?? 'none' }));
    harness.start({ kind: 'tick', queueName: 'tick', handlers: { plan }, newTickId: () => 'tick-b' });
    await harness.producer.ensureTick(3_600_000);
    await vi.waitFor(() => expect(ends()).toHaveLength(1), { timeout: 10_000 });
    expect(ends()).toEqual([expect.objectContaining({ outcome: 'tick-b', tickId: 'tick-b' })]);
  });
});

describe('a listener', () => {
  test('is told of every attempt, with the wait before the first', async () => {
    const listener = vi.fn<JobListener>();
    const embed = vi.fn(done).mockRejectedValueOnce(new TypeError('surprise'));
    await harness.producer.enqueue({ name: 'embed', payload: {} }, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ embed }), listener });
    const retried = await harness.jobIn('ml', 'delayed');
    await retried.promote();
    await harness.jobIn('ml', 'completed');
    const attempt = { queue: 'ml', job: 'embed', runMs: expect.any(Number) };
    expect(listener.mock.calls.map(([event]) => event)).toEqual([
      { ...attempt, outcome: 'retry', errorClass: 'TypeError', waitMs: expect.any(Number) },
      { ...attempt, outcome: 'done', errorClass: null, waitMs: null },
    ]);
  });

  test('hears what was made of an expected error', async () => {
    const listener = vi.fn<JobListener>();
    const qualify = () => Promise.reject(new Stale('judged meanwhile'));
    await harness.producer.enqueue(QUALIFY, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }), listener });
    await harness.jobIn('ml', 'completed');
    expect(listener).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ outcome: 'stale', errorClass: 'Stale' }),
    );
  });
});

describe('the signal of a job', () => {
  /** A handler that ends when its signal aborts, with the reason. */
  const untilAborted = (_: unknown, { signal }: JobContext) =>
    new Promise<{ outcome: string }>((resolve) => {
      signal.addEventListener('abort', () => resolve({ outcome: signal.reason.message }), { once: true });
    });

  test('aborts when the consumer closes, which waits for the job', async () => {
    await harness.producer.enqueue(QUALIFY, 1);
    const handlers = mlHandlers({ qualify: untilAborted });
    const consumer = harness.start({ kind: 'ml', queueName: 'ml', handlers });
    await harness.jobIn('ml', 'active');
    await consumer.close();
    const job = await harness.jobIn('ml', 'completed');
    expect(job.returnvalue).toEqual({ outcome: 'The worker is stopping.' });
  });

  test('aborts at the timeout of the catalog row', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await harness.producer.enqueue(QUALIFY, 1);
    harness.start({ kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify: untilAborted }) });
    await harness.jobIn('ml', 'active');
    const ofJob = await vi.waitFor(() => {
      const found = timers.mock.calls.find(([, ms]) => ms === CATALOG.qualify.timeoutMs);
      if (!found) throw new Error('No timer has the time of the job.');
      return found;
    });
    // Its time is up.
    ofJob[0]();
    const job = await harness.jobIn('ml', 'completed');
    expect(job.returnvalue).toEqual({ outcome: 'The job took too long.' });
  });
});

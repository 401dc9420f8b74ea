import { type OtlpReceiver, startOtlpReceiver } from '@fairlead/testing/otlp-receiver';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../runtime/logger.ts';
import { Secret } from '../runtime/secret.ts';
import { startTracing } from '../runtime/start-tracing.ts';
import { NO_TRACING, type StartedTracing } from '../runtime/tracing.ts';
import type { HandlersFor } from './consumer.ts';
import { createProducer, type Producer } from './producer.ts';
import { queueTelemetry, type Telemetry } from './telemetry.ts';
import { type ConsumerHarness, createConsumerHarness } from './testing/consumer-harness.ts';

// Planted where a careless span would show them.
const PROFILE_TEXT = 'Keeps turbines turning in Viana';
const MESSAGE_TEXT = 'Thank you for connecting, Inês';
const TOKEN = 'receiver-token-1234';

const SILENT = createLogger({ service: 'test', level: 'silent' });

let receiver: OtlpReceiver;
let harness: ConsumerHarness;
let tracing: StartedTracing;
let telemetry: Telemetry | null;
let producer: Producer;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
  harness = await createConsumerHarness('telemetry');
});
afterEach(async () => {
  await producer.close();
  await harness.close();
  await tracing.stop();
  await receiver.close();
});

async function trace(isOn: boolean): Promise<void> {
  const address = { endpoint: receiver.url, headers: new Secret(`authorization=Bearer%20${TOKEN}`) };
  tracing = await startTracing('scheduler', isOn ? address : null, SILENT);
  telemetry = await queueTelemetry(tracing);
  producer = createProducer(harness.redis, harness.prefix, { telemetry });
}

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

/** A tick that queues one job, and a worker that does it. Ends when the job has. */
async function runTick(qualify: HandlersFor<'ml'>['qualify'], times = 1): Promise<void> {
  let ticks = 0;
  const plan = async () => {
    ticks += 1;
    await producer.enqueue({ name: 'qualify', payload: { campaignId: 3 } }, ticks);
    return { outcome: 'planned' };
  };
  const shared = { tracing, telemetry };
  harness.start({
    ...shared,
    kind: 'tick',
    queueName: 'tick',
    handlers: { plan },
    newTickId: () => `tick-${ticks + 1}`,
  });
  harness.start({ ...shared, kind: 'ml', queueName: 'ml', handlers: mlHandlers({ qualify }) });
  await producer.ensureTick(100);
  const ended = async () => (await harness.queue('ml').getJobCountByTypes('completed', 'failed')) >= times;
  await vi.waitFor(async () => expect(await ended()).toBe(true), { timeout: 10_000 });
}

const named = (name: string) => receiver.spans.filter((span) => span.name === name);

describe('traces', () => {
  test('run from the tick through the queue to the handler and what it does inside', async () => {
    await trace(true);
    await runTick(async () => {
      await tracing.span('act invite', { actionId: 5, accountId: 7 }, () => Promise.resolve('sent'));
      return { outcome: 'qualified', leadId: 11 };
    });
    await harness.close();
    await tracing.stop();
    const [act] = named('act invite');
    const trail = [];
    for (let at = act; at; at = receiver.spans.find(({ spanId }) => spanId === at?.parentSpanId))
      trail.push(at);
    expect(trail.map(({ name }) => name)).toEqual([
      'act invite',
      'qualify',
      'process ml',
      'add ml.qualify',
      'plan',
      'process tick',
    ]);
    expect(new Set(trail.map(({ traceId }) => traceId)).size).toBe(1);
    expect(act?.attributes).toEqual({ 'fairlead.actionId': 5, 'fairlead.accountId': 7 });
    expect(trail[1]?.attributes).toEqual({
      'fairlead.tickId': 'tick-1',
      'fairlead.jobId': 'qualify-3-1',
      'fairlead.attempt': 1,
      'fairlead.campaignId': 3,
      'fairlead.leadId': 11,
      'fairlead.outcome': 'qualified',
    });
  });

  test('begin anew with every tick', async () => {
    await trace(true);
    await runTick(done, 2);
    await harness.close();
    await tracing.stop();
    const ticks = named('process tick');
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ticks.map(({ traceId }) => traceId)).size).toBe(ticks.length);
    for (const { parentSpanId } of ticks) expect(parentSpanId ?? '').toBe('');
  });

  test.each([
    ['its result', () => Promise.resolve({ outcome: 'done', detail: PROFILE_TEXT, text: MESSAGE_TEXT })],
    ['its error', () => Promise.reject(new Error(`${PROFILE_TEXT}: ${MESSAGE_TEXT}`))],
  ])('of a job hold no text of a person that %s quotes, and no secret', async (_, qualify) => {
    await trace(true);
    await harness.queue('ml').add('qualify', { campaignId: 3, note: PROFILE_TEXT }, { attempts: 1 });
    await runTick(qualify);
    await harness.close();
    await tracing.stop();
    expect(named('process ml').length).toBeGreaterThan(0);
    const sent = receiver.bodies.join();
    for (const text of [PROFILE_TEXT, MESSAGE_TEXT, TOKEN]) expect(sent).not.toContain(text);
    expect(receiver.headers[0]?.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test('leave out the housekeeping of the queues', async () => {
    await trace(true);
    await runTick(done);
    await harness.close();
    await tracing.stop();
    const names = new Set(receiver.spans.map(({ name }) => name));
    expect([...names].sort()).toEqual([
      'add ml.qualify',
      'add tick.plan',
      'plan',
      'process ml',
      'process tick',
      'qualify',
    ]);
  });
});

test('nothing is sent while nobody listens', async () => {
  await trace(false);
  expect(tracing).toBe(NO_TRACING);
  expect(telemetry).toBeNull();
  await runTick(done);
  const job = await harness.jobIn('ml', 'completed');
  expect(job.opts.telemetry).toBeUndefined();
  await harness.close();
  expect(receiver.bodies).toEqual([]);
});

import { createTestRedis } from '@fairlead/testing/redis';
import { type Job, Queue } from 'bullmq';
import { vi } from 'vitest';
import { type Clock, manualClock } from '../../runtime/clock.ts';
import { createLogger } from '../../runtime/logger.ts';
import type { QueueKind } from '../catalog.ts';
import { connectRedis, type Redis } from '../connection.ts';
import { type AccountEffects, type Consumer, type ConsumerOptions, startConsumer } from '../consumer.ts';
import { createProducer, type Producer } from '../producer.ts';

export const START = new Date('2026-01-05T08:00:00Z');

/** A producer, consumers and a look into their queues, in a corner of the run's Redis. */
export interface ConsumerHarness {
  producer: Producer;
  redis: Redis;
  prefix: string;
  queue(name: string): Queue;
  /** Starts a consumer; what is left out is harmless. */
  start<K extends QueueKind>(
    options: Pick<ConsumerOptions<K>, 'kind' | 'queueName' | 'handlers'> & Partial<ConsumerOptions<K>>,
  ): Consumer;
  /** The only job of the queue, once it is in that state. */
  jobIn(queueName: string, state: 'completed' | 'failed' | 'delayed' | 'active'): Promise<Job>;
  /** What the consumers logged. */
  records: Record<string, unknown>[];
  /** Deletes every key, as if Redis had been wiped. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}

export async function createConsumerHarness(label: string): Promise<ConsumerHarness> {
  const testRedis = createTestRedis(label);
  const { url, prefix } = testRedis;
  const redis = await connectRedis(url, 'worker');
  const producer = createProducer(redis, prefix);
  const records: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void records.push(JSON.parse(line)) };
  const log = createLogger({ service: 'test', level: 'debug', destination });
  const clock: Clock = manualClock(START);
  const queues = new Map<string, Queue>();
  const consumers: Consumer[] = [];

  const queue = (name: string): Queue => {
    const known = queues.get(name) ?? new Queue(name, { connection: redis, prefix });
    queues.set(name, known);
    return known;
  };
  return {
    producer,
    redis,
    prefix,
    queue,
    records,
    start: (options) => {
      const defaults = { connection: redis, prefix, concurrency: 1, exit: vi.fn(), clock, log };
      const consumer = startConsumer({ ...defaults, ...options });
      consumers.push(consumer);
      return consumer;
    },
    jobIn: (queueName, state) =>
      vi.waitFor(
        async () => {
          const [job] = await queue(queueName).getJobs([state]);
          if (!job) throw new Error(`No job of ${queueName} is ${state}.`);
          return job;
        },
        { timeout: 10_000, interval: 20 },
      ),
    wipe: () => testRedis.drop(),
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await Promise.all([...queues.values()].map((each) => each.close()));
      await producer.close();
      await testRedis.drop();
      redis.disconnect();
    },
  };
}

/** Effects that only remember their calls. */
export function spiedEffects() {
  return {
    coolAccount: vi.fn<AccountEffects['coolAccount']>(() => Promise.resolve()),
    stopAccount: vi.fn<AccountEffects['stopAccount']>(() => Promise.resolve()),
    closeLane: vi.fn<AccountEffects['closeLane']>(() => Promise.resolve()),
  };
}

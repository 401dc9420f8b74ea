import { DEFAULT_PACE } from '@fairlead/plan/pace';
import { connectRedis, type Redis } from '@fairlead/shared/queue/connection';
import { type Consumer, startConsumer } from '@fairlead/shared/queue/consumer';
import { createLimiter } from '@fairlead/shared/queue/limiter';
import { createProducer, type Producer } from '@fairlead/shared/queue/producer';
import { manualClock } from '@fairlead/shared/runtime/clock';
import { newTickId } from '@fairlead/shared/runtime/correlation';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { seededRandom } from '@fairlead/shared/runtime/random';
import {
  addAccount,
  addCampaign,
  addDeal,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tick } from './tick.ts';

let database: MigratedDatabase;
let corner: TestRedis;
let redis: Redis;
let producer: Producer;
let consumers: Consumer[];

const lines: Record<string, unknown>[] = [];
const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
const logOf = (service: string) => createLogger({ service, level: 'info', destination });

beforeAll(async () => {
  database = await openMigratedDatabase('correlation');
  corner = createTestRedis('correlation');
  redis = await connectRedis(corner.url, 'worker');
  producer = createProducer(redis, corner.prefix, { log: logOf('scheduler') });
  consumers = [];
});
afterAll(async () => {
  await Promise.all(consumers.map((consumer) => consumer.close()));
  await producer.close();
  await corner.drop();
  redis.disconnect();
  await database.drop();
});

test('every line of every process names the tick that caused it', async () => {
  const { db } = database;
  const accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  await addDeal(db, { campaignId });
  const random = seededRandom(1);
  const clock = manualClock(NOW);
  const limiter = createLimiter(redis, corner.prefix);
  const clockWatch = { setForwardByMs: () => 0 };
  const ports = { db, producer, limiter, clock, clockWatch, random };
  const deps = { ...ports, pace: DEFAULT_PACE, embeddingModel: TEST_MODEL };
  const shared = { connection: redis, prefix: corner.prefix, concurrency: 1, exit: vi.fn(), clock };
  const done = () => Promise.resolve({ outcome: 'done' });
  consumers.push(
    startConsumer({
      ...shared,
      kind: 'tick',
      queueName: 'tick',
      handlers: { plan: () => tick(deps) },
      newTickId: () => newTickId(random),
      log: logOf('scheduler'),
    }),
    startConsumer({
      ...shared,
      kind: 'browser',
      queueName: `browser.${accountId}`,
      handlers: {
        connect: done,
        'check-pending': done,
        'follow-up': done,
        enrich: done,
        search: done,
        settle: done,
      },
      log: logOf('browser-worker'),
    }),
  );
  await producer.ensureTick(3_600_000);
  const ended = () => lines.filter(({ msg }) => msg === 'job');
  await vi.waitFor(() => expect(ended()).toHaveLength(2), { timeout: 10_000 });

  const tickIds = new Set(lines.map(({ tickId }) => tickId));
  expect([...tickIds]).toEqual([expect.stringMatching(/^[0-9a-z]{12}$/)]);
  const trail = lines.map(({ service, msg, job }) => `${service}: ${msg} ${job}`);
  expect(trail).toEqual(
    expect.arrayContaining([
      'scheduler: job started plan',
      'scheduler: job queued connect',
      'scheduler: job plan',
      'browser-worker: job started connect',
      'browser-worker: job connect',
    ]),
  );
});

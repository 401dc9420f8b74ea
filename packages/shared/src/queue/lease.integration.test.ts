import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { connectRedis, type Redis } from './connection.ts';
import { acquireLease, type Lease } from './lease.ts';

let testRedis: TestRedis;
let redis: Redis;
let key: string;

beforeAll(async () => {
  testRedis = createTestRedis('lease');
  redis = await connectRedis(testRedis.url, 'producer');
  key = `${testRedis.prefix}:lease:7`;
});
afterEach(() => testRedis.drop());
afterAll(() => redis.disconnect());

const LONG_MS = 60_000;

async function acquire(ttlMs = LONG_MS): Promise<Lease> {
  const lease = await acquireLease(redis, key, ttlMs);
  if (!lease) throw new Error('The lease is taken.');
  return lease;
}

/** Takes the lease as soon as the one before has run out. */
const acquireAfterExpiry = (): Promise<Lease> =>
  vi.waitFor(() => acquire(LONG_MS), { timeout: 10_000, interval: 10 });

test('one of many gets it', async () => {
  const tries = await Promise.all(Array.from({ length: 10 }, () => acquireLease(redis, key, LONG_MS)));
  expect(tries.filter((lease) => lease !== null)).toHaveLength(1);
});

test('resources are leased apart', async () => {
  await acquire();
  expect(await acquireLease(redis, `${key}1`, LONG_MS)).not.toBeNull();
});

test('renewing extends it', async () => {
  const lease = await acquire(LONG_MS);
  await redis.pexpire(key, 5_000);
  expect(await lease.renew()).toBe(true);
  expect(await redis.pttl(key)).toBeGreaterThan(50_000);
});

test('a released lease can be taken at once', async () => {
  const first = await acquire();
  await first.release();
  expect(await acquireLease(redis, key, LONG_MS)).not.toBeNull();
});

test('one that ran out is taken over, and its late holder can neither renew nor release', async () => {
  const late = await acquire(20);
  const next = await acquireAfterExpiry();
  expect(await late.renew()).toBe(false);
  await late.release();
  expect(await acquireLease(redis, key, LONG_MS)).toBeNull();
  expect(await next.renew()).toBe(true);
});

test('one that ran out without a successor is lost all the same', async () => {
  const lease = await acquire();
  await redis.del(key);
  expect(await lease.renew()).toBe(false);
});

test('while Redis is away it holds until it has run out, and no longer', async () => {
  const away = await connectRedis(testRedis.url, 'producer');
  const [long, short] = [await acquireLease(away, key, LONG_MS), await acquireLease(away, `${key}:short`, 1)];
  away.disconnect();
  // Its millisecond may not be over yet.
  await expect.poll(() => short?.renew(), { interval: 1 }).toBe(false);
  expect(await long?.renew()).toBe(true);
});

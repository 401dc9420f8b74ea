import { Redis } from 'ioredis';
import { expect, inject, test } from 'vitest';
import { createTestRedis } from './redis.ts';

test('drop deletes the keys of its own prefix, however many, and no others', async () => {
  const mine = createTestRedis('my queue');
  const other = createTestRedis('my queue');
  const redis = new Redis(mine.url);
  const pipeline = redis.pipeline();
  for (let i = 0; i < 2500; i++) pipeline.set(`${mine.prefix}:${i}`, i);
  await pipeline.set(`${other.prefix}:kept`, 1).exec();
  await mine.drop();
  expect(await redis.keys(`${mine.prefix}*`)).toEqual([]);
  expect(await redis.keys(`${other.prefix}*`)).toEqual([`${other.prefix}:kept`]);
  await other.drop();
  redis.disconnect();
});

test('the Redis of the run never evicts, as the queues require', async () => {
  const redis = new Redis(inject('redisUrl'));
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  redis.disconnect();
});

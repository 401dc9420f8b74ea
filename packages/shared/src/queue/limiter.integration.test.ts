import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import { afterAll } from 'vitest';
import { connectRedis, type Redis } from './connection.ts';
import { createLimiter } from './limiter.ts';
import { describeLimiterContract } from './testing/limiter-contract.ts';

let testRedis: TestRedis;
let redis: Redis;

afterAll(() => redis.disconnect());

describeLimiterContract('Redis', async () => {
  testRedis = createTestRedis('limiter');
  redis = await connectRedis(testRedis.url, 'producer');
  return { limiter: createLimiter(redis, testRedis.prefix), wipe: () => testRedis.drop() };
});

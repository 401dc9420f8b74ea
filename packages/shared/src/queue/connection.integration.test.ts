import { startRedis, type TestServer } from '@fairlead/testing/servers';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Misconfigured, Unreachable } from '../runtime/errors.ts';
import { type ConnectionRole, connectRedis, withoutPassword } from './connection.ts';

async function refusalOf(url: string, role: ConnectionRole = 'producer'): Promise<Misconfigured> {
  const refusal = await connectRedis(url, role).then(
    (redis) => redis.disconnect(),
    (error: unknown) => error,
  );
  if (refusal instanceof Misconfigured) return refusal;
  throw new Error('The connection was not refused.', { cause: refusal });
}

test.each(['producer', 'worker'] as const)('a %s connects to a usable server', async (role) => {
  const redis = await connectRedis(inject('redisUrl'), role);
  expect(await redis.ping()).toBe('PONG');
  redis.disconnect();
});

test('an unreachable server is named, without its password, with a remedy', async () => {
  const refusal = await refusalOf('redis://owner:planted-secret@127.0.0.1:1');
  const { message, remedy } = refusal;
  expect(refusal).toBeInstanceOf(Unreachable);
  expect(message).toContain('Redis cannot be reached at redis://owner:***@127.0.0.1:1');
  expect(message).not.toContain('planted-secret');
  expect(remedy).toContain('REDIS_URL');
});

describe('a server that is set up otherwise', () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
  });
  afterAll(async () => {
    admin.disconnect();
    await server.stop();
  });

  test('is refused when it may evict queue data', async () => {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { message, remedy } = await refusalOf(server.url);
    expect(message).toContain('maxmemory-policy is allkeys-lru');
    expect(remedy).toContain('config set maxmemory-policy noeviction');
    await admin.config('SET', 'maxmemory-policy', 'noeviction');
  });

  test('is refused, without showing the password, when it knows another', async () => {
    await admin.config('SET', 'requirepass', 'the right one');
    const url = server.url.replace('redis://', 'redis://:planted-secret@');
    const refusal = await refusalOf(url, 'worker');
    expect(refusal).not.toBeInstanceOf(Unreachable);
    expect(refusal.message).toContain('Redis does not let us in at redis://:***@');
    expect(refusal.message).not.toContain('planted-secret');
    await admin.config('SET', 'requirepass', '');
  });
});

test.each([
  ['redis://localhost:6379', 'redis://localhost:6379'],
  ['redis://:secret@localhost:6379/2', 'redis://:***@localhost:6379/2'],
  ['rediss://user:secret@cache.example', 'rediss://user:***@cache.example'],
  ['not a url with secret', '(malformed URL)'],
])('withoutPassword(%s) is %s', (url, shown) => {
  expect(withoutPassword(url)).toBe(shown);
});

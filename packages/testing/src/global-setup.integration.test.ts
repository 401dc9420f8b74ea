import { Redis } from 'ioredis';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { CommandMissing, startChildServer } from './child-server.ts';
import setup from './global-setup.ts';
import { startRedis } from './servers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the global setup', () => {
  test('uses the servers it is told to and does not stop them', async () => {
    vi.stubEnv('TEST_DATABASE_URL', 'postgres://elsewhere/tests');
    vi.stubEnv('TEST_REDIS_URL', inject('redisUrl'));
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const provide = vi.fn();
    const teardown = await setup({ provide });
    await teardown();
    expect(Object.fromEntries(provide.mock.calls)).toEqual({
      postgresUrl: 'postgres://elsewhere/tests',
      postgresKind: 'server',
      redisUrl: inject('redisUrl'),
    });
    expect(written.mock.calls.flat()).toEqual([
      'Tests use Postgres: the server named by TEST_DATABASE_URL; Redis: the server named by TEST_REDIS_URL\n',
    ]);
    const redis = new Redis(inject('redisUrl'));
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });
});

describe('startRedis', () => {
  test('passes over a command that is missing; its server is gone once stopped', async () => {
    const server = await startRedis(['no-such-redis', 'redis-server']);
    const redis = new Redis(server.url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    expect(await redis.ping()).toBe('PONG');
    await server.stop();
    await expect(redis.ping()).rejects.toThrow();
    redis.disconnect();
  });

  test('says what to do when there is none', async () => {
    await expect(startRedis(['no-such-redis'])).rejects.toThrow(
      /apt-get install redis-server.*TEST_REDIS_URL/,
    );
  });
});

describe('startChildServer', () => {
  test('shows the output of a server that ends before it is ready', async () => {
    const script = 'console.error("no room"); process.exit(3)';
    await expect(startChildServer(process.execPath, ['-e', script], /ready/)).rejects.toThrow(
      /ended with 3 before it was ready:\nno room/,
    );
  });

  test('tells a missing command from a failing one', async () => {
    await expect(startChildServer('no-such-command', [], /ready/)).rejects.toThrow(CommandMissing);
  });
});

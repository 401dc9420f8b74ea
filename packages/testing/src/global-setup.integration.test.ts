import { Redis } from 'ioredis';
import { getContainerRuntimeClient } from 'testcontainers';
import { describe, expect, inject, test, vi } from 'vitest';
import { CommandMissing, startChildServer } from './child-server.ts';
import { startServers } from './choice.ts';
import { startRedis } from './servers.ts';

vi.mock('testcontainers', async (original) => ({
  ...(await original<typeof import('testcontainers')>()),
  getContainerRuntimeClient: vi.fn(),
}));

/** One server less to start. */
const ELSEWHERE = { TEST_DATABASE_URL: 'postgres://elsewhere/tests' };

const silent = (): void => undefined;

describe('the servers of a run', () => {
  test('are those it is told to use, and they are not stopped', async () => {
    const redisUrl = inject('redisUrl');
    const servers = await startServers(
      {
        TEST_DATABASE_URL: 'postgres://elsewhere/tests',
        TEST_REDIS_URL: redisUrl,
        TEST_SERVICES: 'containers',
      },
      silent,
    );
    await Promise.all([servers.postgres.stop(), servers.redis.stop()]);
    expect(servers).toMatchObject({
      postgres: { url: 'postgres://elsewhere/tests', description: 'the server named by TEST_DATABASE_URL' },
      postgresKind: 'server',
      redis: { url: redisUrl, description: 'the server named by TEST_REDIS_URL' },
    });
    const redis = new Redis(redisUrl);
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });

  test('can be chosen by three words only', async () => {
    await expect(startServers({ TEST_SERVICES: 'docker' }, silent)).rejects.toThrow(
      /expected one of "auto"\|"embedded"\|"containers"\n.*TEST_SERVICES/,
    );
  });

  test('are embedded where no engine answers, unless containers are asked for', async () => {
    vi.mocked(getContainerRuntimeClient).mockRejectedValue(new Error('no strategy works'));
    await expect(startServers({ TEST_SERVICES: 'containers' }, silent)).rejects.toThrow(
      /TEST_SERVICES=containers, but no Docker engine answers \(no strategy works\)\. Start Docker/,
    );
    const said: string[] = [];
    const servers = await startServers(ELSEWHERE, (line) => void said.push(line));
    await servers.redis.stop();
    expect(servers.redis.description).toMatch(/^(redis|valkey)-server$/);
    expect(said).toEqual(['No containers: no Docker engine answers (no strategy works)']);
  });

  test('are embedded where an image cannot be pulled', async () => {
    const image = { exists: () => Promise.resolve(false), pull: () => Promise.reject(new Error('no route')) };
    vi.mocked(getContainerRuntimeClient).mockResolvedValue({ image } as never);
    const said: string[] = [];
    const servers = await startServers(ELSEWHERE, (line) => void said.push(line));
    await servers.redis.stop();
    expect(said).toEqual([
      'Pulling pgvector/pgvector:pg17 (up to a few minutes, once)',
      'No containers: pgvector/pgvector:pg17 cannot be pulled (no route)',
    ]);
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

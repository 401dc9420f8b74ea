import { z } from 'zod';
import {
  findEngine,
  NoContainers,
  reasonOf,
  type Say,
  startPostgresContainer,
  startRedisContainer,
} from './containers.ts';
import type { PostgresKind } from './postgres.ts';
import { existingServer, startPglite, startRedis, type TestServer } from './servers.ts';

/** What the tests may be told by the environment. */
const Wishes = z.object({
  TEST_DATABASE_URL: z.string().optional(),
  TEST_REDIS_URL: z.string().optional(),
  TEST_SERVICES: z.preprocess((text) => text || 'auto', z.enum(['auto', 'embedded', 'containers'])),
});

export interface Servers {
  postgres: TestServer;
  redis: TestServer;
  postgresKind: PostgresKind;
}

type Start = () => Promise<TestServer>;

/**
 * The servers of one run: those it is told to use, else containers where a Docker engine answers, else
 * the embedded ones. Throws with the remedy when `TEST_SERVICES=containers` cannot be had.
 */
export async function startServers(
  environment: Readonly<Record<string, string | undefined>>,
  say: Say,
): Promise<Servers> {
  const wishes = Wishes.safeParse(environment);
  if (!wishes.success) throw new Error(z.prettifyError(wishes.error));
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl, TEST_SERVICES: services } = wishes.data;
  const given = {
    ...(databaseUrl ? { postgres: named(databaseUrl, 'TEST_DATABASE_URL') } : {}),
    ...(redisUrl ? { redis: named(redisUrl, 'TEST_REDIS_URL') } : {}),
  };
  const embedded = { postgres: startPglite, redis: () => startRedis(), ...given };
  const kind = databaseUrl ? 'server' : 'pglite';
  const nothingToStart = Object.keys(given).length === 2;
  if (services === 'embedded' || nothingToStart) return await startBoth(embedded, kind);
  try {
    await findEngine(say);
    const started = { postgres: startPostgresContainer, redis: startRedisContainer, ...given };
    return await startBoth(started, 'server');
  } catch (error) {
    if (services === 'containers') throw refusal(error);
    say(`No containers: ${reasonOf(error)}`);
    return await startBoth(embedded, kind);
  }
}

const named =
  (url: string, variable: string): Start =>
  () =>
    Promise.resolve(existingServer(url, variable));

function refusal(error: unknown): Error {
  return new NoContainers(
    `TEST_SERVICES=containers, but ${reasonOf(error)}. Start Docker and let it reach its registry, ` +
      'or use TEST_SERVICES=embedded.',
    { cause: error },
  );
}

/** Both or neither: when one fails to start, the other is stopped before the error is passed on. */
async function startBoth(start: Record<'postgres' | 'redis', Start>, kind: PostgresKind): Promise<Servers> {
  const settled = await Promise.allSettled([start.postgres(), start.redis()]);
  const [postgres, redis] = settled;
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { postgres: postgres.value, redis: redis.value, postgresKind: kind };
  }
  await Promise.all(
    settled.map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)),
  );
  throw settled.find((result) => result.status === 'rejected')?.reason;
}

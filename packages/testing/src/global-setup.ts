import type { TestProject } from 'vitest/node';
import { existingServer, startPglite, startRedis, type TestServer } from './servers.ts';

/** How tests isolate themselves: a schema each on PGlite, a database each on a real server. */
export type PostgresKind = 'pglite' | 'server';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    postgresKind: PostgresKind;
    redisUrl: string;
  }
}

/** Vitest `globalSetup`: one Postgres and one Redis for the whole run. Returns the function that stops them. */
export default async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  const [postgres, redis] = await startAll([
    databaseUrl ? existingServer(databaseUrl, 'TEST_DATABASE_URL') : startPglite(),
    redisUrl ? existingServer(redisUrl, 'TEST_REDIS_URL') : startRedis(),
  ]);
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresKind', databaseUrl ? 'server' : 'pglite');
  project.provide('redisUrl', redis.url);
  process.stdout.write(`Tests use Postgres: ${postgres.description}; Redis: ${redis.description}\n`);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
}

/** Both or neither: when one fails to start, the other is stopped before the error is passed on. */
async function startAll(
  starting: [TestServer | Promise<TestServer>, TestServer | Promise<TestServer>],
): Promise<[TestServer, TestServer]> {
  const settled = await Promise.allSettled(starting);
  const [first, second] = settled;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  await Promise.all(
    settled.map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)),
  );
  throw settled.find((result) => result.status === 'rejected')?.reason;
}

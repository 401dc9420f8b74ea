import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
// Nothing listens there.
const UNREACHABLE = '127.0.0.1:1';

let database: MigratedDatabase;
let reachable: { DATABASE_URL: string; REDIS_URL: string };

beforeAll(async () => {
  database = await openMigratedDatabase('scheduler_main');
  // The process uses our usual prefix: a logical database of its own keeps other tests out of its way.
  const redisUrl = new URL(createTestRedis('scheduler-main').url);
  redisUrl.pathname = '/11';
  reachable = { DATABASE_URL: database.url, REDIS_URL: redisUrl.href };
});
afterAll(async () => {
  const redis = await connectRedis(reachable.REDIS_URL, 'producer');
  await redis.flushdb();
  redis.disconnect();
  await database.drop();
});

test.each([
  {
    what: 'Redis cannot be reached',
    code: 75,
    env: () => ({ ...reachable, REDIS_URL: `redis://:hush@${UNREACHABLE}` }),
    says: [/Redis cannot be reached at redis:\/\/:\*\*\*@127\.0\.0\.1:1/, /Remedy: .*REDIS_URL/],
  },
  {
    what: 'Postgres cannot be reached',
    code: 75,
    env: () => ({ ...reachable, DATABASE_URL: `postgres://fairlead:hush@${UNREACHABLE}/fairlead` }),
    says: [/Postgres cannot be reached/, /Remedy: .*DATABASE_URL/],
  },
  {
    what: 'a variable is misspelt',
    code: 78,
    env: () => ({ ...reachable, FAIRLEAD_TICK_SECOND: '5' }),
    says: [/FAIRLEAD_TICK_SECOND is not a setting/, /FAIRLEAD_TICK_SECONDS/, /Remedy: .*\.env/],
  },
  {
    what: 'nothing is configured',
    code: 78,
    env: () => ({}),
    says: [/DATABASE_URL is missing/, /Remedy: .*\.env/],
  },
])('ends with message and remedy, without a stack, when $what', async ({ env, says, code }) => {
  const failure = await runMain(env());
  expect(failure.code).toBe(code);
  for (const pattern of says) expect(failure.stderr).toMatch(pattern);
  expect(failure.stderr).not.toMatch(/^\s+at /m);
  expect(failure.stderr).not.toContain('hush');
});

test('starts, plans and stops on SIGTERM', async () => {
  const child = execFile(process.execPath, [MAIN], { env: reachable });
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('The process has no standard output.');
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('"outcome":"planned"')) child.kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
});

test.each([
  { server: 'database', env: { DATABASE_URL: `postgres://fairlead:hush@${UNREACHABLE}/fairlead` } },
  { server: 'redis', env: { REDIS_URL: `redis://:hush@${UNREACHABLE}` } },
])('asked for its health, it waits for its $server and says so there', async ({ server, env }) => {
  const health = { FAIRLEAD_HEALTH_PORT: '0' };
  const child = execFile(process.execPath, [MAIN], { env: { ...reachable, ...health, ...env } });
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('The process has no standard output.');
  let answer = '';
  let healthUrl = '';
  for await (const line of createInterface(child.stdout)) {
    healthUrl = /"healthUrl":"([^"]+)"/.exec(line)?.[1] ?? healthUrl;
    if (!line.includes('waiting for it')) continue;
    expect(line).not.toContain('hush');
    answer = await (await fetch(`${healthUrl}/readyz`)).text();
    child.kill('SIGTERM');
  }
  const report = { process: 'starting', [server]: expect.stringContaining('cannot be reached') };
  expect(JSON.parse(answer)).toEqual({ ok: false, checks: expect.objectContaining(report) });
  expect(await exited).toEqual([0, null]);
});

/** How the process failed. Throws when it did not. */
async function runMain(env: NodeJS.ProcessEnv): Promise<{ code: unknown; stderr: string }> {
  try {
    await promisify(execFile)(process.execPath, [MAIN], { env });
  } catch (error) {
    return error as { code: unknown; stderr: string };
  }
  throw new Error('The process ended without a fault.');
}

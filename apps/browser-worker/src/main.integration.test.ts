import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');

let database: MigratedDatabase;
beforeAll(async () => {
  database = await openMigratedDatabase('browser_main');
});
afterAll(() => database.drop());

test('starts without an account, answers for its health, and stops on SIGTERM', {
  timeout: 60_000,
}, async () => {
  // The process uses our usual prefix: a logical database of its own keeps other tests out of its way.
  const redisUrl = new URL(createTestRedis('browser-main').url);
  redisUrl.pathname = '/12';
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl.href,
    CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    FAIRLEAD_SECRET_KEY: generateMasterKey(),
    FAIRLEAD_LINKEDIN_URL: 'http://127.0.0.1:1',
    FAIRLEAD_HEALTH_PORT: '0',
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const answers: unknown[] = [];
  let healthUrl = '';
  for await (const line of createInterface(child.stdout)) {
    const record = JSON.parse(line);
    healthUrl = record.healthUrl ?? healthUrl;
    if (record.msg !== 'ready') continue;
    for (const path of ['/healthz', '/readyz'])
      answers.push(await (await fetch(new URL(path, healthUrl))).json());
    child.kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
  expect(answers).toEqual([
    { ok: true, checks: { heartbeat: 'ok', browser: 'ok' } },
    {
      ok: true,
      checks: {
        process: 'ok',
        database: 'ok',
        redis: 'ok',
        queues: 'ok: no job waits',
        leases: 'ok: accounts held: none',
      },
    },
  ]);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { addAccount, type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { startRedis, type TestServer } from '@fairlead/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');

let database: MigratedDatabase;
let redis: TestServer;
let scheduler: ChildProcess;
let healthUrl: string;
let accountId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('scheduler_health');
  accountId = await addAccount(database.db);
  redis = await startRedis();
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, FAIRLEAD_HEALTH_PORT: '0' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  scheduler = child;
  for await (const line of createInterface(child.stdout)) {
    const record: unknown = JSON.parse(line);
    if (hasText(record, 'healthUrl')) healthUrl = record.healthUrl;
    if (hasText(record, 'outcome')) break;
  }
});
afterAll(async () => {
  const exited = once(scheduler, 'exit');
  // Without Redis it would wait for it.
  scheduler.kill('SIGKILL');
  await exited;
  await redis.stop();
  await database.drop();
});

function hasText<K extends string>(record: unknown, key: K): record is Record<K, string> {
  return typeof record === 'object' && record !== null && key in record;
}

async function ask(path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(new URL(path, healthUrl));
  return { status: response.status, body: await response.text() };
}

test('a scheduler that ticks lives and is ready', async () => {
  const live = await ask('/healthz');
  expect([live.status, JSON.parse(live.body)]).toEqual([
    200,
    { ok: true, checks: { tick: expect.stringMatching(/^ok: last good tick \d+ s ago$/) } },
  ]);
  const ready = await ask('/readyz');
  expect([ready.status, JSON.parse(ready.body)]).toEqual([
    200,
    {
      ok: true,
      checks: {
        process: 'ok',
        tick: expect.stringMatching(/^ok: last good tick \d+ s ago$/),
        database: 'ok',
        redis: 'ok',
        queues: expect.stringMatching(/^ok: (no job waits|the oldest job waits in ml \d+ s)$/),
        leases: `ok: accounts held: none; held by nobody: ${accountId}`,
      },
    },
  ]);
});

test('its metrics are well formed and tell of the whole system', async () => {
  const { status, body } = await ask('/metrics');
  expect(status).toBe(200);
  const samples = body.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
  for (const sample of samples)
    expect(sample).toMatch(/^[a-z_][a-z_0-9]*\{([a-z_]+="[^"]*",?)+\} -?[\d.e+-]+$/);
  const named = (name: string): string[] => samples.filter((sample) => sample.startsWith(`${name}{`));
  expect(named('fairlead_queue_jobs')).toContainEqual(expect.stringContaining('queue="ml",state="waiting"'));
  expect(named('fairlead_queue_oldest_waiting_seconds')).toHaveLength(3);
  expect(named('fairlead_limit_max_actions')).toEqual([
    expect.stringMatching(/kind="invite",window="24h".* 20$/),
    expect.stringMatching(/kind="invite",window="168h".* 100$/),
    expect.stringMatching(/kind="message",window="24h".* 30$/),
  ]);
  expect(named('fairlead_deals')).toHaveLength(5);
  expect(named('fairlead_jobs_total')).toEqual([
    expect.stringMatching(/queue="tick",job="plan",outcome="planned",error_class="none".* [1-9]/),
  ]);
  expect(named('fairlead_account_usable')).toEqual([expect.stringMatching(/ 1$/)]);
  expect(named('fairlead_account_stopped')).toEqual([expect.stringMatching(/ 0$/)]);
  expect(named('fairlead_account_lease_held')).toEqual([expect.stringMatching(/ 0$/)]);
  expect(named('fairlead_check_ok')).toContainEqual(
    expect.stringMatching(/question="ready",check="redis".* 1$/),
  );
  expect(named('fairlead_last_good_tick_age_seconds')).toHaveLength(1);
  expect(named('fairlead_metric_read_failures_total')).toEqual([]);
  expect(named('process_cpu_seconds_total')).toHaveLength(1);
});

test('it lives on, but is not ready, when Redis is gone', async () => {
  await redis.stop();
  const ready = await ask('/readyz');
  expect(ready.status).toBe(503);
  const { ok, checks } = JSON.parse(ready.body);
  expect([ok, checks.process, checks.database]).toEqual([false, 'ok', 'ok']);
  expect(checks.redis).not.toMatch(/^ok/);
  expect((await ask('/healthz')).status).toBe(200);
  const { status, body } = await ask('/metrics');
  expect(status).toBe(200);
  expect(body).toContain('fairlead_deals{');
  expect(body).toMatch(/fairlead_check_ok\{question="ready",check="redis".* 0\n/);
});

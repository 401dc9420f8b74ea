import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { type OtlpReceiver, startOtlpReceiver } from '@fairlead/testing/otlp-receiver';
import { startRedis, type TestServer } from '@fairlead/testing/servers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

// A whole process each.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = join(import.meta.dirname, 'main.ts');

let database: MigratedDatabase;
let redis: TestServer;
let receiver: OtlpReceiver;

beforeAll(async () => {
  database = await openMigratedDatabase('scheduler_tracing');
  redis = await startRedis();
});
afterAll(async () => {
  await redis.stop();
  await database.drop();
});
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

/** Runs a scheduler until it has planned once. */
async function planOnce(environment: NodeJS.ProcessEnv): Promise<void> {
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    FAIRLEAD_TICK_SECONDS: '0.5',
    ...environment,
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const planned = once(child, 'planned');
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('"outcome":"planned"')) child.emit('planned');
  });
  await planned;
  // Once: a second signal would end it at once.
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
}

test('a scheduler that is told where sends its spans, the last ones as it ends', async () => {
  await planOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const ticks = receiver.spans.filter(({ name }) => name === 'process tick');
  expect(ticks[0]?.service).toBe('scheduler');
  expect(receiver.spans).toContainEqual(
    expect.objectContaining({ name: 'plan', traceId: ticks[0]?.traceId, parentSpanId: ticks[0]?.spanId }),
  );
});

test('one that is told nothing sends nothing', async () => {
  await planOnce({});
  expect(receiver.bodies).toEqual([]);
});

test('a receiver that is gone does not keep it from working or ending', async () => {
  await planOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('dashboard main');
  const db = await connectDatabase(database.url);
  await migrate(db);
  await db.destroy();
});
afterAll(() => database.drop());

function start(settings: Record<string, string>): ChildProcess {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    REDIS_URL: createTestRedis('dashboard main').url,
    FAIRLEAD_SECRET_KEY: generateMasterKey(),
    FAIRLEAD_DASHBOARD_PORT: '0',
    ...settings,
  };
  return fork(MAIN, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

test('tells its address to the parent, serves, and stops when told to', async () => {
  const child = start({});
  const [{ url }] = await once(child, 'message');
  const [ready] = await once(child, 'message');
  expect(ready).toEqual({ ready: true });
  const health = await fetch(new URL('/healthz', url));
  expect(health.status).toBe(200);
  await health.arrayBuffer();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('answers for its health on a port of its own', async () => {
  const child = start({ FAIRLEAD_HEALTH_PORT: '0' });
  if (!child.stdout) throw new Error('The process has no standard output.');
  let healthUrl = '';
  let readiness: unknown;
  for await (const line of createInterface(child.stdout)) {
    const record = JSON.parse(line);
    healthUrl = record.healthUrl ?? healthUrl;
    if (record.msg !== 'ready') continue;
    readiness = await (await fetch(new URL('/readyz', healthUrl))).json();
    child.kill('SIGTERM');
  }
  expect(readiness).toEqual({ ok: true, checks: { process: 'ok', database: 'ok', redis: 'ok' } });
});

test('says what is wrong with its settings', async () => {
  const child = start({ FAIRLEAD_SECRET_KEY: 'short', FAIRLEAD_DASHBOARD_PORTS: '1' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([78, null]);
  expect(said).toContain('Did you mean FAIRLEAD_DASHBOARD_PORT?');
});

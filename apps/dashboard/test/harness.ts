import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { type ManualClock, manualClock, systemClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey, type Vault } from '@fairlead/shared/runtime/crypto';
import { createLifecycle } from '@fairlead/shared/runtime/lifecycle';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import { createTestDatabase } from '@fairlead/testing/postgres';
import { createTestRedis } from '@fairlead/testing/redis';
import { createApp } from '../src/app.ts';
import { startServer } from '../src/server.ts';
import { openSessionStore } from '../src/session/store.ts';

export interface TestDashboard {
  url: string;
  db: Database;
  /** Stands still; what sleeps sleeps real time. */
  clock: ManualClock;
  redisUrl: string;
  queuePrefix: string;
  /** What its secrets are sealed with. */
  vault: Vault;
  /** Lines of the log, as JSON. */
  logged: string[];
  /** Stops everything in the order of a real process, and drops its database. */
  stop(): Promise<void>;
}

export const NOW = new Date('2026-03-02T09:00:00Z');

/** A whole dashboard on a database and a corner of Redis of its own. */
export async function startTestDashboard(label: string): Promise<TestDashboard> {
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({ service: 'dashboard', level: 'info', destination });
  const lifecycle = createLifecycle(log);
  const database = await createTestDatabase(label);
  lifecycle.onStop('database', () => database.drop());
  const testRedis = createTestRedis(label);
  lifecycle.onStop('redis keys', () => testRedis.drop());
  const db = await connectDatabase(database.url);
  lifecycle.onStop('connections', () => db.destroy());
  await migrate(db);
  const redis = await connectRedis(testRedis.url, 'producer');
  lifecycle.onStop('redis', () => redis.disconnect());
  const sessionStore = openSessionStore(database.url, log);
  lifecycle.onStop('sessions', () => sessionStore.close());
  const clock = { ...manualClock(NOW), sleepRealMs: systemClock().sleepRealMs };
  const vault = createVault(new Secret(generateMasterKey()));
  const { app, close } = await createApp({
    db,
    redis,
    queuePrefix: testRedis.prefix,
    sessionStore,
    sessionSecret: vault.deriveKey('dashboard-session'),
    vault,
    clock,
    log,
    signal: lifecycle.signal,
    sandbox: true,
    profileBaseUrl: 'https://site.example',
    remoteViewUrl: 'https://view.example/vnc.html',
    llmPrices: [{ model: 'sandbox-llm', prompt: 0.25, completion: 2 }],
  });
  lifecycle.onStop('queues', close);
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  lifecycle.onStop('server', () => server.close());
  return {
    url: server.url,
    db,
    clock,
    redisUrl: testRedis.url,
    queuePrefix: testRedis.prefix,
    vault,
    logged,
    stop: () => lifecycle.stop(),
  };
}

import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import { createApp } from '../src/app.ts';
import { startServer } from '../src/server.ts';
import { openSessionStore } from '../src/session/store.ts';
import { addUser, type Seeded, seedDatabase } from './seed.ts';

/** What it stands on: an empty database and a Redis. */
export interface SeededDashboardOptions {
  databaseUrl: string;
  redisUrl: string;
  people: number;
  clock: Clock;
  log: Logger;
}

/** The user to sign in as, with the seed's password. */
export const OWNER = 'owner';

/** A dashboard over invented people, to look at. It lives as long as the process. */
export async function startSeededDashboard({
  databaseUrl,
  redisUrl,
  people,
  clock,
  log,
}: SeededDashboardOptions): Promise<{ url: string; seeded: Seeded }> {
  const db = await connectDatabase(databaseUrl);
  await migrate(db);
  await addUser(db, OWNER, 'owner', clock.now());
  const seeded = await seedDatabase(db, people, clock.now());
  const vault = createVault(new Secret(generateMasterKey()));
  const { app } = await createApp({
    db,
    redis: await connectRedis(redisUrl, 'producer'),
    queuePrefix: QUEUE_PREFIX,
    sessionStore: openSessionStore(databaseUrl, log),
    sessionSecret: vault.deriveKey('dashboard-session'),
    vault,
    clock,
    log,
    signal: new AbortController().signal,
    sandbox: true,
    profileBaseUrl: 'https://sandbox.example',
    remoteViewUrl: 'https://view.example/vnc.html',
    llmPrices: [{ model: 'sandbox-llm', prompt: 0.25, completion: 2 }],
  });
  const { url } = await startServer(app, { host: '127.0.0.1', port: 0 });
  return { url, seeded };
}

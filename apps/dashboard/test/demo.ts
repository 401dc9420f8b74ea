// A seeded dashboard to look at: node apps/dashboard/test/demo.ts --database URL --redis URL [--people N]
import { parseArgs } from 'node:util';
import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import { createApp } from '../src/app.ts';
import { startServer } from '../src/server.ts';
import { openSessionStore } from '../src/session/store.ts';
import { addUser, PASSWORD, seedDatabase } from './seed.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    redis: { type: 'string' },
    people: { type: 'string', default: '320' },
  },
});
const [database, redisUrl] = [values.database, values.redis];
if (!database || !redisUrl) throw new Error('--database and --redis are needed');

const log = createLogger({ service: 'dashboard-demo', level: 'info' });
const clock = systemClock();
const db = await connectDatabase(database);
await migrate(db);
await addUser(db, 'owner', 'owner', clock.now());
await seedDatabase(db, Number(values.people), clock.now());
const { app } = await createApp({
  db,
  redis: await connectRedis(redisUrl, 'producer'),
  queuePrefix: QUEUE_PREFIX,
  sessionStore: openSessionStore(database, log),
  sessionSecret: createVault(new Secret(generateMasterKey())).deriveKey('dashboard-session'),
  clock,
  log,
  signal: new AbortController().signal,
  sandbox: true,
  profileBaseUrl: 'https://sandbox.example',
  remoteViewUrl: 'https://view.example/vnc.html',
});
const { url } = await startServer(app, { host: '127.0.0.1', port: 0 });
log.info({ url, user: 'owner', password: PASSWORD }, 'listening');

import { connectDatabase, pingDatabase } from '@fairlead/db/database';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis, pingRedis } from '@fairlead/shared/queue/connection';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { runService } from '@fairlead/shared/runtime/lifecycle';
import { createApp } from './app.ts';
import { readDashboardEnv } from './env.ts';
import { startServer } from './server.ts';
import { openSessionStore } from './session/store.ts';

await runService('dashboard', readDashboardEnv, async ({ settings, log, lifecycle, health, reach }) => {
  const db = await reach('database', () => connectDatabase(settings.databaseUrl));
  lifecycle.onStop('database', () => db.destroy());
  const redis = await reach('redis', () => connectRedis(settings.redisUrl, 'producer'));
  lifecycle.onStop('redis', () => redis.disconnect());
  health.ready('database', () => pingDatabase(db));
  health.ready('redis', () => pingRedis(redis));
  const sessionStore = openSessionStore(settings.databaseUrl, log);
  lifecycle.onStop('sessions', () => sessionStore.close());
  const vault = createVault(settings.secretKey);

  const { app, close } = await createApp({
    db,
    redis,
    queuePrefix: QUEUE_PREFIX,
    sessionStore,
    sessionSecret: vault.deriveKey('dashboard-session'),
    vault,
    clock: systemClock(settings.clock),
    log,
    signal: lifecycle.signal,
    sandbox: settings.sandbox,
    profileBaseUrl: settings.profileBaseUrl,
    remoteViewUrl: settings.remoteViewUrl,
    llmPrices: settings.llmPrices,
  });
  lifecycle.onStop('queues', close);
  const server = await startServer(app, settings);
  lifecycle.onStop('server', () => server.close());
  log.info({ url: server.url }, 'listening');
  process.send?.({ url: server.url });
});

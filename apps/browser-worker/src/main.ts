import { connectDatabase } from '@fairlead/db/database';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { createLimiter } from '@fairlead/shared/queue/limiter';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { runPeriodically, runService } from '@fairlead/shared/runtime/lifecycle';
import { systemRandom } from '@fairlead/shared/runtime/random';
import { launchBrowser } from './driver/playwright/browser.ts';
import { readBrowserWorkerEnv } from './env.ts';
import { startAccountWorker } from './worker/account-worker.ts';
import { createFleet, HEARTBEAT_MS } from './worker/fleet.ts';

await runService('browser-worker', readBrowserWorkerEnv, async ({ settings, log, lifecycle, fail }) => {
  const clock = systemClock(settings.clock);
  const random = systemRandom();
  const vault = createVault(settings.secretKey);
  const db = await connectDatabase(settings.databaseUrl, { max: 4 });
  lifecycle.onStop('database', () => db.destroy());
  const commands = await connectRedis(settings.redisUrl, 'producer');
  lifecycle.onStop('redis (commands)', () => commands.disconnect());
  const consuming = await connectRedis(settings.redisUrl, 'worker');
  lifecycle.onStop('redis (worker)', () => consuming.disconnect());

  const browser = await launchBrowser({ executablePath: settings.chromiumPath, headless: settings.headless });
  lifecycle.onStop('browser', () => browser.close());

  const fleet = createFleet({
    db,
    redis: commands,
    log,
    startWorker: (accountId, lease) =>
      startAccountWorker(accountId, lease, {
        db,
        vault,
        clock,
        log,
        connection: consuming,
        limiter: createLimiter(commands, QUEUE_PREFIX),
        readIntervalMs: settings.readIntervalMs,
        maxLeads: settings.maxLeads,
        exit: fail,
        openDriver: (sessionState, onDiscovered, timezone) =>
          browser.newDriver({
            baseUrl: settings.linkedInUrl,
            sessionState,
            onDiscovered,
            timezone,
            clock,
            random,
            log,
            pacing: { scale: 1 / settings.speed },
          }),
      }),
  });
  const heart = new AbortController();
  const beating = runPeriodically(
    { name: 'fleet', everyMs: HEARTBEAT_MS, clock, log, signal: heart.signal },
    () => fleet.beat(),
  );
  lifecycle.onStop('heartbeat', () => {
    heart.abort();
    return beating;
  });
  lifecycle.onStop('fleet', () => fleet.stop());
});

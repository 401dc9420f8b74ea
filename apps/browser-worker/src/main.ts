import { connectDatabase, pingDatabase } from '@fairlead/db/database';
import { createBacklogReader } from '@fairlead/shared/queue/backlog';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis, pingRedis } from '@fairlead/shared/queue/connection';
import { jobMetrics } from '@fairlead/shared/queue/job-metrics';
import { createLimiter } from '@fairlead/shared/queue/limiter';
import { queueTelemetry } from '@fairlead/shared/queue/telemetry';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { assertBeating, createPulse } from '@fairlead/shared/runtime/health';
import { runPeriodically, runService } from '@fairlead/shared/runtime/lifecycle';
import { systemRandom } from '@fairlead/shared/runtime/random';
import { launchBrowser } from './driver/playwright/browser.ts';
import { readBrowserWorkerEnv } from './env.ts';
import { startAccountWorker } from './worker/account-worker.ts';
import { createFleet, HEARTBEAT_MS, LEASE_TTL_MS } from './worker/fleet.ts';
import { heldQueuesCheck } from './worker/held-queues-check.ts';

// By then the leases have run out three times.
const LONGEST_BEAT_MS = 3 * LEASE_TTL_MS;

await runService('browser-worker', readBrowserWorkerEnv, async (service) => {
  const { settings, log, lifecycle, health, metrics, tracing, reach, fail } = service;
  const clock = systemClock(settings.clock);
  const random = systemRandom();
  const vault = createVault(settings.secretKey);
  const db = await reach('database', () => connectDatabase(settings.databaseUrl, { max: 4 }));
  lifecycle.onStop('database', () => db.destroy());
  const commands = await reach('redis', () => connectRedis(settings.redisUrl, 'producer'));
  lifecycle.onStop('redis (commands)', () => commands.disconnect());
  const consuming = await reach('redis', () => connectRedis(settings.redisUrl, 'worker'));
  lifecycle.onStop('redis (worker)', () => consuming.disconnect());

  const browser = await launchBrowser({
    executablePath: settings.chromiumPath,
    headless: settings.headless,
    ...(settings.proxyUrl === undefined ? {} : { proxyUrl: settings.proxyUrl }),
  });
  lifecycle.onStop('browser', () => browser.close());

  const listener = jobMetrics(metrics);
  const limiter = createLimiter(commands, QUEUE_PREFIX);
  const telemetry = await queueTelemetry(tracing);
  const fleet = createFleet({
    db,
    redis: commands,
    log,
    limiter,
    startWorker: (accountId, lease, fencingToken) =>
      startAccountWorker(accountId, lease, {
        fencingToken,
        db,
        vault,
        clock,
        log,
        connection: consuming,
        limiter,
        readIntervalMs: settings.readIntervalMs,
        maxLeads: settings.maxLeads,
        exit: fail,
        listener,
        tracing,
        telemetry,
        breakerHours: settings.breakerHours,
        deadlines: settings.deadlines,
        driftRule: settings.drift,
        openDriver: ({ state, onDiscovered, onProbe, timeZone }) =>
          browser.newDriver({
            baseUrl: settings.linkedInUrl,
            sessionState: state,
            onDiscovered,
            onProbe,
            timezone: timeZone,
            clock,
            random,
            log,
            pacing: { ...settings.pacing, scale: 1 / settings.speed },
          }),
      }),
  });
  const beats = createPulse();
  health.live('heartbeat', () => assertBeating(beats, LONGEST_BEAT_MS, 'the last heartbeat'));
  health.live('browser', () => browser.assertStarts());
  health.ready('database', () => pingDatabase(db));
  health.ready('redis', () => pingRedis(commands));
  const backlog = createBacklogReader(commands, QUEUE_PREFIX);
  lifecycle.onStop('backlog', () => backlog.close());
  health.ready('queues', heldQueuesCheck(fleet, backlog));
  health.ready('leases', () => `accounts held: ${fleet.held().join(', ') || 'none'}`);

  const heart = new AbortController();
  const beating = runPeriodically(
    { name: 'fleet', everyMs: HEARTBEAT_MS, clock, log, signal: heart.signal },
    // A beat that failed is none that hangs: what it missed, database or Redis, answers for itself.
    () => fleet.beat().finally(() => beats.beat()),
  );
  lifecycle.onStop('heartbeat', () => {
    heart.abort();
    return beating;
  });
  lifecycle.onStop('fleet', () => fleet.stop());
});

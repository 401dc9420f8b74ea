import { connectDatabase, pingDatabase } from '@fairlead/db/database';
import { createBacklogReader } from '@fairlead/shared/queue/backlog';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis, pingRedis } from '@fairlead/shared/queue/connection';
import { startConsumer } from '@fairlead/shared/queue/consumer';
import { jobMetrics } from '@fairlead/shared/queue/job-metrics';
import { createLimiter } from '@fairlead/shared/queue/limiter';
import { createProducer } from '@fairlead/shared/queue/producer';
import { queueTelemetry } from '@fairlead/shared/queue/telemetry';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { newTickId } from '@fairlead/shared/runtime/correlation';
import { createPulse } from '@fairlead/shared/runtime/health';
import { runPeriodically, runService } from '@fairlead/shared/runtime/lifecycle';
import { systemRandom } from '@fairlead/shared/runtime/random';
import { createClockWatch } from './clock-watch.ts';
import { readSchedulerEnv } from './env.ts';
import { registerSystemMetrics } from './metrics/system.ts';
import { createSystemView, leasesCheck, queuesCheck } from './system-view.ts';
import { tick } from './tick.ts';
import { tickCheck } from './tick-check.ts';

// How soon the tick comes back after Redis was wiped.
const TICK_CHECK_MS = 5_000;

await runService('scheduler', readSchedulerEnv, async (service) => {
  const { settings, log, lifecycle, health, metrics, tracing, reach, fail } = service;
  const clock = systemClock(settings.clock);
  const random = systemRandom();
  const db = await reach('database', () => connectDatabase(settings.databaseUrl, { max: 2 }));
  lifecycle.onStop('database', () => db.destroy());
  const producing = await reach('redis', () => connectRedis(settings.redisUrl, 'producer'));
  lifecycle.onStop('redis (producer)', () => producing.disconnect());
  const consuming = await reach('redis', () => connectRedis(settings.redisUrl, 'worker'));
  lifecycle.onStop('redis (worker)', () => consuming.disconnect());

  const telemetry = await queueTelemetry(tracing);
  const producer = createProducer(producing, QUEUE_PREFIX, { log, telemetry });
  lifecycle.onStop('producer', () => producer.close());
  const deps = {
    db,
    producer,
    limiter: createLimiter(producing, QUEUE_PREFIX),
    clock,
    clockWatch: createClockWatch(clock),
    random,
    pace: settings.pace,
    embeddingModel: settings.embeddingModel,
  };
  const backlog = createBacklogReader(producing, QUEUE_PREFIX);
  lifecycle.onStop('backlog', () => backlog.close());
  const ticks = createPulse();
  const view = createSystemView(db, producing, QUEUE_PREFIX, backlog);
  const lastTick = tickCheck(ticks, settings.tickMs, db, clock);
  health.live('tick', lastTick);
  health.ready('tick', lastTick);
  health.ready('database', () => pingDatabase(db));
  health.ready('redis', () => pingRedis(producing));
  health.ready('queues', queuesCheck(view));
  health.ready('leases', leasesCheck(view));
  registerSystemMetrics(metrics, { db, ...view, clock, ticks, llmPrices: settings.llmPrices });
  const countJob = jobMetrics(metrics);

  const consumer = startConsumer({
    kind: 'tick',
    queueName: 'tick',
    connection: consuming,
    prefix: QUEUE_PREFIX,
    concurrency: 1,
    handlers: { plan: () => tick(deps) },
    listener: (event) => {
      countJob(event);
      if (event.errorClass === null) ticks.beat();
    },
    newTickId: () => newTickId(random),
    tracing,
    telemetry,
    exit: fail,
    clock,
    log,
  });
  lifecycle.onStop('consumer', () => consumer.close());

  const ticking = runPeriodically(
    { name: 'tick', everyMs: TICK_CHECK_MS, clock, log, signal: lifecycle.signal },
    () => producer.ensureTick(settings.tickMs),
  );
  lifecycle.onStop('tick', () => ticking);
});

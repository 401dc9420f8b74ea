import { connectDatabase, pingDatabase } from '@fairlead/db/database';
import { loadPrompts } from '@fairlead/prompts/library';
import { createQualifierHost } from '@fairlead/qualifier/thread/host';
import { createBacklogReader } from '@fairlead/shared/queue/backlog';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis, pingRedis } from '@fairlead/shared/queue/connection';
import { startConsumer } from '@fairlead/shared/queue/consumer';
import { jobMetrics } from '@fairlead/shared/queue/job-metrics';
import { queueTelemetry } from '@fairlead/shared/queue/telemetry';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createPulse } from '@fairlead/shared/runtime/health';
import { runPeriodically, runService } from '@fairlead/shared/runtime/lifecycle';
import { systemRandom } from '@fairlead/shared/runtime/random';
import { loadEmbedder } from './adapters/embedder.ts';
import { openAiLlm } from './adapters/openai-llm.ts';
import { readMlWorkerEnv } from './env.ts';
import type { MlDeps } from './handlers/deps.ts';
import { draft } from './handlers/draft.ts';
import { embed } from './handlers/embed.ts';
import { fit } from './handlers/fit.ts';
import { keywords } from './handlers/keywords.ts';
import { qualify } from './handlers/qualify.ts';
import { seed } from './handlers/seed.ts';
import { createHotModels } from './models/hot-models.ts';
import { kitRankers } from './models/kit-rankers.ts';
import { httpPost } from './newsletter/http-post.ts';
import { sweepNewsletter } from './newsletter/sweep.ts';
import { queueCheck } from './queue-check.ts';

// Jobs mostly wait for the language model.
const CONCURRENCY = 4;
// Real milliseconds.
const NEWSLETTER_EVERY_MS = 5 * 60_000;

await runService('ml-worker', readMlWorkerEnv, async (service) => {
  const { settings, log, lifecycle, health, metrics, tracing, reach, fail } = service;
  const clock = systemClock(settings.clock);
  const db = await reach('database', () => connectDatabase(settings.databaseUrl, { max: CONCURRENCY }));
  lifecycle.onStop('database', () => db.destroy());
  const consuming = await reach('redis', () => connectRedis(settings.redisUrl, 'worker'));
  lifecycle.onStop('redis (worker)', () => consuming.disconnect());
  const commands = await reach('redis', () => connectRedis(settings.redisUrl, 'producer'));
  lifecycle.onStop('redis (commands)', () => commands.disconnect());
  health.ready('database', () => pingDatabase(db));
  health.ready('redis', () => pingRedis(commands));

  const embedder = await loadEmbedder(settings.embedder);
  lifecycle.onStop('embedder', () => embedder.close());
  health.ready('embedder', () => embedder.model);
  log.info({ embedder: embedder.model, llm: settings.llm.model }, 'models');

  const host = createQualifierHost({ onLost: (error) => log.error({ err: error }, 'qualifier thread lost') });
  lifecycle.onStop('qualifier', () => host.close());
  const { apiKey, model, baseUrl } = settings.llm;
  const random = systemRandom();
  const deps: MlDeps = {
    db,
    clock,
    random,
    embedder,
    models: createHotModels({ db, random, embedder, host }),
    openRanker: kitRankers(host),
    llm: openAiLlm({ apiKey: apiKey.reveal(), model, clock, ...(baseUrl === undefined ? {} : { baseUrl }) }),
    prompts: await loadPrompts(),
  };
  const backlog = createBacklogReader(commands, QUEUE_PREFIX);
  lifecycle.onStop('backlog', () => backlog.close());
  const jobs = createPulse();
  health.ready('queue', queueCheck(jobs, backlog));
  const countJob = jobMetrics(metrics);

  const consumer = startConsumer({
    kind: 'ml',
    queueName: 'ml',
    connection: consuming,
    prefix: QUEUE_PREFIX,
    concurrency: CONCURRENCY,
    handlers: {
      embed: embed(deps),
      qualify: qualify(deps),
      fit: fit(deps),
      draft: draft(deps),
      seed: seed(deps),
      keywords: keywords(deps),
    },
    listener: (event) => {
      countJob(event);
      jobs.beat();
    },
    tracing,
    telemetry: await queueTelemetry(tracing),
    exit: fail,
    clock,
    log,
  });
  lifecycle.onStop('consumer', () => consumer.close());

  const { endpoint, defaultToYes } = settings.newsletter;
  const letters = { db, clock, defaultToYes, post: endpoint === null ? null : httpPost(endpoint) };
  const sweeping = new AbortController();
  const sweeps = runPeriodically(
    { name: 'newsletter', everyMs: NEWSLETTER_EVERY_MS, clock, log, signal: sweeping.signal },
    () => sweepNewsletter(letters),
  );
  lifecycle.onStop('newsletter', () => {
    sweeping.abort();
    return sweeps;
  });
});

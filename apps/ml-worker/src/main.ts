import { connectDatabase } from '@fairlead/db/database';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { startConsumer } from '@fairlead/shared/queue/consumer';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { runService } from '@fairlead/shared/runtime/lifecycle';
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
import { loadPrompts } from './prompts/library.ts';

// Jobs mostly wait for the language model.
const CONCURRENCY = 4;

await runService('ml-worker', readMlWorkerEnv, async ({ settings, log, lifecycle, fail }) => {
  const clock = systemClock(settings.clock);
  const db = await connectDatabase(settings.databaseUrl, { max: CONCURRENCY });
  lifecycle.onStop('database', () => db.destroy());
  const consuming = await connectRedis(settings.redisUrl, 'worker');
  lifecycle.onStop('redis', () => consuming.disconnect());
  const embedder = await loadEmbedder(settings.embedder);
  lifecycle.onStop('embedder', () => embedder.close());
  log.info({ embedder: embedder.model, llm: settings.llm.model }, 'models');

  const { apiKey, model, baseUrl } = settings.llm;
  const deps: MlDeps = {
    db,
    clock,
    random: systemRandom(),
    embedder,
    llm: openAiLlm({ apiKey: apiKey.reveal(), model, clock, ...(baseUrl === undefined ? {} : { baseUrl }) }),
    prompts: await loadPrompts(),
  };
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
      keywords: keywords(deps),
    },
    exit: fail,
    clock,
    log,
  });
  lifecycle.onStop('consumer', () => consumer.close());
});

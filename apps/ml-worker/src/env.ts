import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { healthAddress } from '@fairlead/shared/runtime/health-server';
import { settingsOf } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = ['DATABASE_URL', 'REDIS_URL', 'FAIRLEAD_LLM_API_KEY'] as const;

/** Everything the ML worker is told, parsed once. */
export function readMlWorkerEnv(env: Environment) {
  const s = readSettings(env, settingsOf('ml-worker'), REQUIRED);
  return Object.freeze({
    databaseUrl: s.DATABASE_URL,
    redisUrl: s.REDIS_URL,
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    health: healthAddress(s),
    tracing: tracingAddress(s),
    llm: Object.freeze({
      apiKey: s.FAIRLEAD_LLM_API_KEY,
      model: s.FAIRLEAD_LLM_MODEL,
      baseUrl: s.FAIRLEAD_LLM_BASE_URL,
    }),
    embedder: Object.freeze({
      name: s.FAIRLEAD_EMBEDDER,
      modelDir: s.FAIRLEAD_EMBEDDING_MODEL_DIR,
      stateDir: s.FAIRLEAD_STATE_DIR,
    }),
    newsletter: Object.freeze({
      // The sandbox's accounts are invented: nobody is told of them.
      endpoint: s.FAIRLEAD_TARGET === 'sandbox' ? null : (s.FAIRLEAD_NEWSLETTER_ENDPOINT ?? null),
      defaultToYes: s.FAIRLEAD_NEWSLETTER_DEFAULT_YES,
    }),
    clock: clockOptions(s),
  });
}

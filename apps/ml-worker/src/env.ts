import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { HEALTH_SETTINGS, healthAddress } from '@fairlead/shared/runtime/health-server';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { TRACING_SETTINGS, tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = ['DATABASE_URL', 'REDIS_URL', 'FAIRLEAD_LLM_API_KEY'] as const;

/** Everything the ML worker is told, parsed once. */
export function readMlWorkerEnv(env: Environment) {
  const s = readSettings(
    env,
    [
      'DATABASE_URL',
      'REDIS_URL',
      'FAIRLEAD_LOG_LEVEL',
      ...HEALTH_SETTINGS,
      ...TRACING_SETTINGS,
      'FAIRLEAD_STATE_DIR',
      'FAIRLEAD_LLM_API_KEY',
      'FAIRLEAD_LLM_MODEL',
      'FAIRLEAD_LLM_BASE_URL',
      'FAIRLEAD_EMBEDDER',
      'FAIRLEAD_EMBEDDING_MODEL_DIR',
      'FAIRLEAD_TARGET',
      'FAIRLEAD_CLOCK_SPEED',
      'FAIRLEAD_CLOCK_ORIGIN',
    ],
    REQUIRED,
  );
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
    clock: clockOptions(s),
  });
}

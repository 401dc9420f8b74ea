import { DEFAULT_PACE, type Pace } from '@fairlead/plan/pace';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { healthAddress } from '@fairlead/shared/runtime/health-server';
import { settingsOf } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = ['DATABASE_URL', 'REDIS_URL'] as const;

/** Everything the scheduler is told, parsed once. */
export function readSchedulerEnv(env: Environment) {
  const s = readSettings(env, settingsOf('scheduler'), REQUIRED);
  const pace: Pace = {
    ...DEFAULT_PACE,
    minActionIntervalMs: s.FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS * 1_000,
    enrichMinIntervalMs: s.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
    minQualifiableLeads: s.FAIRLEAD_MIN_QUALIFIABLE_LEADS,
    maxLeads: s.FAIRLEAD_MAX_LEADS ?? null,
  };
  return Object.freeze({
    databaseUrl: s.DATABASE_URL,
    redisUrl: s.REDIS_URL,
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    health: healthAddress(s),
    tracing: tracingAddress(s),
    embeddingModel: EMBEDDING_MODELS[s.FAIRLEAD_EMBEDDER],
    llmPrices: s.FAIRLEAD_LLM_PRICES ?? [],
    tickMs: s.FAIRLEAD_TICK_SECONDS * 1_000,
    pace,
    clock: clockOptions(s),
  });
}

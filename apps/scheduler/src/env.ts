import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import {
  type Environment,
  misconfiguredSettings,
  readSettings,
  requireSetting,
} from '@fairlead/shared/runtime/env';
import { SETTINGS } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { DEFAULT_PACE, type Pace } from './plan/pace.ts';

const REQUIRED = ['DATABASE_URL', 'REDIS_URL'] as const;

/** Everything the scheduler is told, parsed once. */
export function readSchedulerEnv(env: Environment) {
  const s = readSettings(env, [
    'DATABASE_URL',
    'REDIS_URL',
    'FAIRLEAD_LOG_LEVEL',
    'FAIRLEAD_EMBEDDER',
    'FAIRLEAD_TICK_SECONDS',
    'FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS',
    'FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS',
    'FAIRLEAD_MIN_QUALIFIABLE_LEADS',
    'FAIRLEAD_MAX_LEADS',
    'FAIRLEAD_TARGET',
    'FAIRLEAD_CLOCK_SPEED',
    'FAIRLEAD_CLOCK_ORIGIN',
  ]);
  const missing = REQUIRED.filter((name) => s[name] === undefined);
  if (missing.length > 0) {
    throw misconfiguredSettings(missing.map((name) => `${name} is missing. ${SETTINGS[name].describe}`));
  }
  const pace: Pace = {
    ...DEFAULT_PACE,
    minActionIntervalMs: s.FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS * 1_000,
    enrichMinIntervalMs: s.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
    minQualifiableLeads: s.FAIRLEAD_MIN_QUALIFIABLE_LEADS,
    maxLeads: s.FAIRLEAD_MAX_LEADS ?? null,
  };
  return Object.freeze({
    databaseUrl: requireSetting('DATABASE_URL', s.DATABASE_URL),
    redisUrl: requireSetting('REDIS_URL', s.REDIS_URL),
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    embeddingModel: EMBEDDING_MODELS[s.FAIRLEAD_EMBEDDER],
    tickMs: s.FAIRLEAD_TICK_SECONDS * 1_000,
    pace,
    clock: clockOptions(s),
  });
}

import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { healthAddress } from '@fairlead/shared/runtime/health-server';
import { settingsOf } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { tracingAddress } from '@fairlead/shared/runtime/tracing';

/** Everything the dashboard is told, parsed once. */
export function readDashboardEnv(env: Environment) {
  const s = readSettings(env, settingsOf('dashboard'), ['DATABASE_URL', 'REDIS_URL', 'FAIRLEAD_SECRET_KEY']);
  return Object.freeze({
    databaseUrl: s.DATABASE_URL,
    redisUrl: s.REDIS_URL,
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    health: healthAddress(s),
    tracing: tracingAddress(s),
    secretKey: s.FAIRLEAD_SECRET_KEY,
    host: s.FAIRLEAD_DASHBOARD_HOST,
    port: s.FAIRLEAD_DASHBOARD_PORT,
    sandbox: s.FAIRLEAD_TARGET === 'sandbox',
    /** Where profiles are linked to; null when nobody said. */
    profileBaseUrl: s.FAIRLEAD_LINKEDIN_URL ?? null,
    /** Where the browser at work can be seen; null when nobody said. */
    remoteViewUrl: s.FAIRLEAD_REMOTE_VIEW_URL ?? null,
    llmPrices: s.FAIRLEAD_LLM_PRICES ?? [],
    clock: clockOptions(s),
  });
}

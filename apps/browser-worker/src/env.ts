import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { HEALTH_SETTINGS, healthAddress } from '@fairlead/shared/runtime/health-server';
import { clockOptions, unacceptedRisk } from '@fairlead/shared/runtime/target';
import { TRACING_SETTINGS, tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = [
  'DATABASE_URL',
  'REDIS_URL',
  'CHROMIUM_PATH',
  'FAIRLEAD_SECRET_KEY',
  'FAIRLEAD_LINKEDIN_URL',
] as const;

/** Everything the browser worker is told, parsed once. */
export function readBrowserWorkerEnv(env: Environment) {
  const s = readSettings(
    env,
    [
      'DATABASE_URL',
      'REDIS_URL',
      'CHROMIUM_PATH',
      'FAIRLEAD_LOG_LEVEL',
      ...HEALTH_SETTINGS,
      ...TRACING_SETTINGS,
      'FAIRLEAD_SECRET_KEY',
      'FAIRLEAD_TARGET',
      'FAIRLEAD_RISK_ACCEPTED',
      'FAIRLEAD_LINKEDIN_URL',
      'FAIRLEAD_HEADLESS',
      'FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS',
      'FAIRLEAD_MAX_LEADS',
      'FAIRLEAD_CLOCK_SPEED',
      'FAIRLEAD_CLOCK_ORIGIN',
    ],
    REQUIRED,
    unacceptedRisk,
  );
  return Object.freeze({
    databaseUrl: s.DATABASE_URL,
    redisUrl: s.REDIS_URL,
    chromiumPath: s.CHROMIUM_PATH,
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    health: healthAddress(s),
    tracing: tracingAddress(s),
    secretKey: s.FAIRLEAD_SECRET_KEY,
    linkedInUrl: s.FAIRLEAD_LINKEDIN_URL,
    headless: s.FAIRLEAD_HEADLESS,
    readIntervalMs: s.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
    maxLeads: s.FAIRLEAD_MAX_LEADS ?? null,
    clock: clockOptions(s),
    /** Human delays between steps on a page shrink with the clock's speed. */
    speed: s.FAIRLEAD_CLOCK_SPEED,
  });
}

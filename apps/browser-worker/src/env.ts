import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { healthAddress } from '@fairlead/shared/runtime/health-server';
import { settingsOf } from '@fairlead/shared/runtime/settings';
import { clockOptions, unacceptedRisk } from '@fairlead/shared/runtime/target';
import { tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = [
  'DATABASE_URL',
  'REDIS_URL',
  'CHROMIUM_PATH',
  'FAIRLEAD_SECRET_KEY',
  'FAIRLEAD_LINKEDIN_URL',
] as const;

/** Everything the browser worker is told, parsed once. */
export function readBrowserWorkerEnv(env: Environment) {
  const s = readSettings(env, settingsOf('browser-worker'), REQUIRED, unacceptedRisk);
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
    proxyUrl: s.FAIRLEAD_BROWSER_PROXY_URL,
    readIntervalMs: s.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
    maxLeads: s.FAIRLEAD_MAX_LEADS ?? null,
    clock: clockOptions(s),
    /** Human delays between steps on a page shrink with the clock's speed. */
    speed: s.FAIRLEAD_CLOCK_SPEED,
  });
}

import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { type Environment, readSettings } from '@fairlead/shared/runtime/env';
import { healthAddress } from '@fairlead/shared/runtime/health-server';
import { type Range, settingsOf } from '@fairlead/shared/runtime/settings';
import { clockOptions, unacceptedRisk } from '@fairlead/shared/runtime/target';
import { tracingAddress } from '@fairlead/shared/runtime/tracing';

const REQUIRED = [
  'DATABASE_URL',
  'REDIS_URL',
  'CHROMIUM_PATH',
  'FAIRLEAD_SECRET_KEY',
  'FAIRLEAD_LINKEDIN_URL',
] as const;

const inOrder = ({ low, high }: Range, unit = 1) => [low * unit, high * unit] as const;

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
    /** Real milliseconds, at speed 1. */
    pacing: {
      stepMs: inOrder(s.FAIRLEAD_STEP_PAUSE_SECONDS, 1_000),
      keyMs: inOrder(s.FAIRLEAD_KEY_PAUSE_MILLISECONDS),
      scrollMs: inOrder(s.FAIRLEAD_SCROLL_PAUSE_SECONDS, 1_000),
    },
    deadlines: {
      verbMs: s.FAIRLEAD_ACTION_DEADLINE_SECONDS * 1_000,
      // Twice the longest pause: no key is without work of its own.
      keyMs: 2 * s.FAIRLEAD_KEY_PAUSE_MILLISECONDS.high,
    },
    breakerHours: s.FAIRLEAD_BREAKER_HOURS,
    drift: { pages: s.FAIRLEAD_DRIFT_PAGES, windowMs: s.FAIRLEAD_DRIFT_WINDOW_HOURS * HOUR_MS },
    clock: clockOptions(s),
    /** Human delays between steps on a page shrink with the clock's speed. */
    speed: s.FAIRLEAD_CLOCK_SPEED,
  });
}

import {
  type Environment,
  misconfiguredSettings,
  readSettings,
  requireSetting,
} from '@fairlead/shared/runtime/env';
import { SETTINGS } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';

const REQUIRED = [
  'DATABASE_URL',
  'REDIS_URL',
  'CHROMIUM_PATH',
  'FAIRLEAD_SECRET_KEY',
  'FAIRLEAD_LINKEDIN_URL',
] as const;

/** Everything the browser worker is told, parsed once. */
export function readBrowserWorkerEnv(env: Environment) {
  const s = readSettings(env, [
    'DATABASE_URL',
    'REDIS_URL',
    'CHROMIUM_PATH',
    'FAIRLEAD_LOG_LEVEL',
    'FAIRLEAD_SECRET_KEY',
    'FAIRLEAD_TARGET',
    'FAIRLEAD_RISK_ACCEPTED',
    'FAIRLEAD_LINKEDIN_URL',
    'FAIRLEAD_HEADLESS',
    'FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS',
    'FAIRLEAD_MAX_LEADS',
    'FAIRLEAD_CLOCK_SPEED',
    'FAIRLEAD_CLOCK_ORIGIN',
  ]);
  const faults = REQUIRED.filter((name) => s[name] === undefined).map(
    (name) => `${name} is missing. ${SETTINGS[name].describe}`,
  );
  if (s.FAIRLEAD_TARGET === 'linkedin' && !s.FAIRLEAD_RISK_ACCEPTED) {
    faults.push(
      'FAIRLEAD_RISK_ACCEPTED must be yes before FAIRLEAD_TARGET=linkedin: automation breaks the user ' +
        'agreement of LinkedIn and accounts get restricted. Read the risk notice in README.md',
    );
  }
  if (faults.length > 0) throw misconfiguredSettings(faults);
  return Object.freeze({
    databaseUrl: requireSetting('DATABASE_URL', s.DATABASE_URL),
    redisUrl: requireSetting('REDIS_URL', s.REDIS_URL),
    chromiumPath: requireSetting('CHROMIUM_PATH', s.CHROMIUM_PATH),
    logLevel: s.FAIRLEAD_LOG_LEVEL,
    secretKey: requireSetting('FAIRLEAD_SECRET_KEY', s.FAIRLEAD_SECRET_KEY),
    linkedInUrl: requireSetting('FAIRLEAD_LINKEDIN_URL', s.FAIRLEAD_LINKEDIN_URL),
    headless: s.FAIRLEAD_HEADLESS,
    readIntervalMs: s.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
    maxLeads: s.FAIRLEAD_MAX_LEADS ?? null,
    clock: clockOptions(s),
    /** Human delays between steps on a page shrink with the clock's speed. */
    speed: s.FAIRLEAD_CLOCK_SPEED,
  });
}

import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { expect, test } from 'vitest';
import { readBrowserWorkerEnv } from './env.ts';

const GIVEN = {
  DATABASE_URL: 'postgres://localhost/fairlead',
  REDIS_URL: 'redis://localhost',
  CHROMIUM_PATH: '/usr/bin/chromium',
  FAIRLEAD_SECRET_KEY: 'a2V5',
  FAIRLEAD_LINKEDIN_URL: 'http://localhost:3300',
};
const REAL = { ...GIVEN, FAIRLEAD_TARGET: 'linkedin', FAIRLEAD_RISK_ACCEPTED: 'yes' };
const FAST = { FAIRLEAD_CLOCK_SPEED: '3600', FAIRLEAD_CLOCK_ORIGIN: '2026-01-05T08:00:00Z' };

function messageOf(env: Record<string, string>): string {
  try {
    readBrowserWorkerEnv(env);
  } catch (error) {
    if (error instanceof Misconfigured) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

test('has a default for what may be left out, and does not show the secret key', () => {
  const settings = readBrowserWorkerEnv(GIVEN);
  expect(settings).toMatchObject({
    headless: true,
    readIntervalMs: 10_000,
    maxLeads: null,
    clock: {},
    speed: 1,
  });
  expect(settings.secretKey.reveal()).toBe('a2V5');
  expect(JSON.stringify(settings)).not.toContain('a2V5');
});

test('names everything that is missing at once', () => {
  const message = messageOf({ FAIRLEAD_TARGET: 'linkedin' });
  for (const variable of [...Object.keys(GIVEN), 'FAIRLEAD_RISK_ACCEPTED'])
    expect(message).toContain(variable);
});

test('goes to the real site only when the risk is accepted', () => {
  expect(messageOf({ ...REAL, FAIRLEAD_RISK_ACCEPTED: 'no' })).toContain(
    'FAIRLEAD_RISK_ACCEPTED must be yes',
  );
  expect(readBrowserWorkerEnv(REAL)).toMatchObject({ speed: 1 });
});

test('goes to the real site only at the pace of real time', () => {
  expect(messageOf({ ...REAL, ...FAST })).toContain('FAIRLEAD_CLOCK_SPEED must be 1');
  expect(readBrowserWorkerEnv({ ...GIVEN, ...FAST })).toMatchObject({ speed: 3600, clock: { speed: 3600 } });
});

test('wants an origin for a faster clock', () => {
  expect(messageOf({ ...GIVEN, FAIRLEAD_CLOCK_SPEED: '60' })).toContain('FAIRLEAD_CLOCK_ORIGIN is missing');
});

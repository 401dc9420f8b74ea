import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { clockOptions } from './target.ts';

const NAMES = ['FAIRLEAD_TARGET', 'FAIRLEAD_CLOCK_SPEED', 'FAIRLEAD_CLOCK_ORIGIN'] as const;
const optionsOf = (env: Record<string, string>) => clockOptions(readSettings(env, NAMES));
const ORIGIN = '2026-01-05T08:00:00Z';

test('the clock is real by default, whatever the target', () => {
  expect(optionsOf({})).toEqual({});
  expect(optionsOf({ FAIRLEAD_TARGET: 'linkedin', FAIRLEAD_CLOCK_ORIGIN: ORIGIN })).toEqual({});
});

test('the sandbox may run faster from a common origin', () => {
  const env = { FAIRLEAD_CLOCK_SPEED: '3600', FAIRLEAD_CLOCK_ORIGIN: ORIGIN };
  expect(optionsOf(env)).toEqual({ speed: 3600, origin: new Date(ORIGIN) });
});

test('a faster clock needs its origin', () => {
  expect(() => optionsOf({ FAIRLEAD_CLOCK_SPEED: '2' })).toThrow(/FAIRLEAD_CLOCK_ORIGIN is missing/);
});

test('the real site is met at a human pace', () => {
  const env = { FAIRLEAD_TARGET: 'linkedin', FAIRLEAD_CLOCK_SPEED: '2', FAIRLEAD_CLOCK_ORIGIN: ORIGIN };
  expect(() => optionsOf(env)).toThrow(/FAIRLEAD_CLOCK_SPEED must be 1/);
});

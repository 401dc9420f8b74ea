import { expect, test } from 'vitest';
import {
  Checkpoint,
  coerceError,
  FairleadError,
  LimitReached,
  Misconfigured,
  PageHung,
  Permanent,
  RateLimited,
  SessionLost,
  SkipProfile,
  Stale,
  Throttled,
} from './errors.ts';

const at = new Date('2026-01-05T08:00:00Z');
const cause = new Error('the reason');

test.each([
  ['Permanent', new Permanent('m', { cause })],
  ['Throttled', new Throttled('m', at, { cause })],
  ['RateLimited', new RateLimited('m', at, { cause })],
  ['PageHung', new PageHung('m', at, { cause })],
  ['SessionLost', new SessionLost('m', { cause })],
  ['Checkpoint', new Checkpoint('m', 'captcha', { cause })],
  ['LimitReached', new LimitReached('m', 'connect', at, { cause })],
  ['SkipProfile', new SkipProfile('m', { cause })],
  ['Stale', new Stale('m', { cause })],
  ['Misconfigured', new Misconfigured('m', 'do this', { cause })],
])('%s names itself and keeps message and cause', (name, error) => {
  expect(error).toBeInstanceOf(FairleadError);
  expect(error).toMatchObject({ name, message: 'm', cause });
});

test('errors carry what the engine needs to know', () => {
  expect(new Throttled('m', at).retryAt).toBe(at);
  expect(new LimitReached('m', 'connect', at)).toMatchObject({ lane: 'connect', until: at });
  expect(new Checkpoint('m', 'captcha').kind).toBe('captcha');
  expect(new Misconfigured('m', 'do this').remedy).toBe('do this');
});

test('coerceError keeps errors and wraps everything else with what was thrown', () => {
  expect(coerceError(cause)).toBe(cause);
  expect(coerceError('text')).toMatchObject({ message: 'text', cause: 'text' });
  expect(coerceError(undefined)).toMatchObject({ message: 'undefined', cause: undefined });
});

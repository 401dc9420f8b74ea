import { describe, expect, test } from 'vitest';
import {
  Checkpoint,
  LimitReached,
  Misconfigured,
  PageHung,
  Permanent,
  RateLimited,
  SessionLost,
  SkipProfile,
  Stale,
  Throttled,
} from '../runtime/errors.ts';
import { type Decision, settle } from './settle.ts';

const until = new Date('2026-01-05T08:00:00Z');

// The decision about these does not depend on how often the job was tried.
const ALWAYS: readonly (readonly [Error, Decision])[] = [
  [new Stale('m'), { kind: 'complete', outcome: 'stale' }],
  [new Throttled('m', until), { kind: 'delay', until }],
  [new RateLimited('m', until), { kind: 'cool-account' }],
  [new PageHung('m', until), { kind: 'delay', until }],
  [new LimitReached('m', 'connect', until), { kind: 'close-lane', lane: 'connect', until }],
  [new SessionLost('m'), { kind: 'stop-account', stop: { event: 'session-lost' } }],
  [
    new Checkpoint('m', 'captcha'),
    { kind: 'stop-account', stop: { event: 'checkpoint', challenge: 'captcha' } },
  ],
  [new Misconfigured('m', 'do this'), { kind: 'exit' }],
  [new SkipProfile('m'), { kind: 'fail', outcome: 'skipped' }],
  [new Permanent('m'), { kind: 'fail', outcome: 'permanent' }],
];

const TRIES = [
  { attempt: 1, attempts: 1 },
  { attempt: 1, attempts: 3 },
  { attempt: 3, attempts: 3 },
  { attempt: 9, attempts: 3 },
];

describe.each(TRIES)('attempt $attempt of $attempts', (tries) => {
  test.each(ALWAYS)('%o', (error, decision) => {
    expect(settle({ error, ...tries })).toEqual(decision);
  });

  test('an unexpected error is retried while attempts are left', () => {
    const error = new TypeError('undefined is not a function');
    const left = tries.attempt < tries.attempts;
    expect(settle({ error, ...tries })).toEqual(
      left ? { kind: 'retry' } : { kind: 'fail', outcome: 'exhausted' },
    );
  });
});

import { type Clock, manualClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RecordingOutput, recordingOutput } from './testing/recording-output.ts';
import { watch } from './watch.ts';

let out: RecordingOutput;
let clock: Clock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  out = recordingOutput();
  const manual = manualClock(new Date('2026-03-02T09:00:00Z'));
  // Real time passes with each wait, for what is measured by it.
  clock = {
    ...manual,
    sleepRealMs: (ms) => {
      vi.advanceTimersByTime(ms);
      return manual.sleepRealMs(ms);
    },
  };
});
afterEach(() => {
  vi.useRealTimers();
});

/** Looks with these outcomes, one after the other; the last one for ever. Returns how often it looked. */
async function watchWith(outcomes: readonly (boolean | Error)[]): Promise<number> {
  let looks = 0;
  await watch({ clock, everyMs: 1_000, out, stopping: new AbortController().signal }, () => {
    const outcome = outcomes[Math.min(looks, outcomes.length - 1)];
    looks += 1;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome === true);
  });
  return looks;
}

const GONE = new Error('connect ECONNREFUSED');

test('it looks until there is nothing more to see', async () => {
  expect(await watchWith([false, false, true])).toBe(3);
  expect(out.said).toEqual([]);
});

test('a database that comes back is no reason to end; it is mentioned once each time', async () => {
  expect(await watchWith([GONE, GONE, false, GONE, true])).toBe(5);
  const words = 'warn: The database does not answer (connect ECONNREFUSED); trying again';
  expect(out.said).toEqual([words, words]);
});

test('one that stays away is', async () => {
  await expect(watchWith([false, GONE])).rejects.toBe(GONE);
  expect(clock.now()).toEqual(new Date('2026-03-02T09:01:02Z'));
});

test('what the operator must correct is passed on at once', async () => {
  const error = new Misconfigured('The account cannot log in.', 'Correct the password.');
  await expect(watchWith([error])).rejects.toBe(error);
  expect(out.said).toEqual([]);
});

test('it ends without a word when everything is being stopped', async () => {
  const stopping = new AbortController();
  await watch({ clock, everyMs: 1_000, out, stopping: stopping.signal }, () => {
    stopping.abort();
    return Promise.reject(GONE);
  });
  expect(out.said).toEqual([]);
});

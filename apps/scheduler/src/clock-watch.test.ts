import { manualClock } from '@fairlead/shared/runtime/clock';
import { expect, test } from 'vitest';
import { createClockWatch } from './clock-watch.ts';

const HOUR_MS = 3_600_000;

/** A clock, a timer that cannot be set, and the watch over both. */
function watched(speed = 1) {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  let steadyMs = 0;
  const startTimer = () => {
    const startedMs = steadyMs;
    return () => steadyMs - startedMs;
  };
  const watch = createClockWatch({ ...clock, toRealMs: (ms) => ms / speed }, startTimer);
  /** Both go on for `realMs`, and the clock is set by `setByMs` besides. */
  const pass = (realMs: number, setByMs = 0): number => {
    steadyMs += realMs;
    clock.advance(realMs * speed + setByMs);
    return watch.setForwardByMs();
  };
  return pass;
}

test('time that passes is none that was set, however much of it', () => {
  const pass = watched();
  expect([pass(1_000), pass(0), pass(48 * HOUR_MS)]).toEqual([0, 0, 0]);
});

test('a day more than has passed was set, and is told once', () => {
  const pass = watched();
  expect(pass(1_000, 24 * HOUR_MS)).toBe(24 * HOUR_MS);
  expect(pass(1_000)).toBe(0);
});

test('a correction of less than a minute is none', () => {
  expect(watched()(1_000, 59_000)).toBe(0);
});

test('a clock that was set back was not set forward', () => {
  const pass = watched();
  expect(pass(1_000, -24 * HOUR_MS)).toBe(0);
  expect(pass(1_000)).toBe(0);
});

test('a clock that runs faster by design was not set', () => {
  const pass = watched(3_600);
  expect(pass(10_000)).toBe(0);
  expect(pass(1_000, 100 * HOUR_MS)).toBe(100 * HOUR_MS);
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { elapsedTimer, manualClock, systemClock, wallClockMs } from './clock.ts';

const ORIGIN = new Date('2026-01-05T08:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: ORIGIN });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('systemClock', () => {
  test('is the wall clock by default', () => {
    const clock = systemClock();
    vi.advanceTimersByTime(90_000);
    expect(clock.now()).toEqual(new Date('2026-01-05T08:01:30Z'));
    expect(clock.toRealMs(500)).toBe(500);
  });

  test('ignores the origin at speed 1', () => {
    expect(systemClock({ origin: new Date('2020-01-01T00:00:00Z') }).now()).toEqual(ORIGIN);
  });

  test('runs faster from the origin on, and says how long that really takes', () => {
    const clock = systemClock({ speed: 3_600, origin: ORIGIN });
    expect(clock.now()).toEqual(ORIGIN);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toEqual(new Date('2026-01-05T09:00:00Z'));
    expect(clock.toRealMs(3_600_000)).toBe(1_000);
  });

  test('agrees between processes that share the origin, whenever they started', () => {
    const early = systemClock({ speed: 60, origin: ORIGIN });
    vi.advanceTimersByTime(5_000);
    const late = systemClock({ speed: 60, origin: ORIGIN });
    expect(late.now()).toEqual(early.now());
  });

  test('sleeps in real time', async () => {
    const clock = systemClock({ speed: 3_600, origin: ORIGIN });
    const slept = vi.fn();
    const sleeping = clock.sleepRealMs(1_000).then(slept);
    await vi.advanceTimersByTimeAsync(999);
    expect(slept).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(slept).toHaveBeenCalledOnce();
  });

  test('stops sleeping with the reason of the signal, and leaves no timer', async () => {
    const controller = new AbortController();
    const sleeping = systemClock().sleepRealMs(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin to sleep under an aborted signal', async () => {
    const sleeping = systemClock().sleepRealMs(60_000, AbortSignal.abort(new Error('too late')));
    await expect(sleeping).rejects.toThrow('too late');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('manualClock', () => {
  test('stands still until it is advanced, set or slept on', async () => {
    const clock = manualClock(ORIGIN);
    vi.advanceTimersByTime(60_000);
    expect(clock.now()).toEqual(ORIGIN);
    clock.advance(1_000);
    await clock.sleepRealMs(2_000);
    expect(clock.now()).toEqual(new Date('2026-01-05T08:00:03Z'));
    clock.set(ORIGIN);
    expect(clock.now()).toEqual(ORIGIN);
  });

  test('rejects like the real one when already aborted', async () => {
    const clock = manualClock(ORIGIN);
    await expect(clock.sleepRealMs(5, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(clock.now()).toEqual(ORIGIN);
  });
});

test('elapsedTimer counts from its own start', () => {
  const elapsedMs = elapsedTimer();
  vi.advanceTimersByTime(250);
  expect(elapsedMs()).toBeCloseTo(250);
});

test('wallClockMs follows the wall clock, also when it is set', () => {
  vi.setSystemTime('2026-01-06T00:00:00Z');
  expect(wallClockMs()).toBe(Date.parse('2026-01-06T00:00:00Z'));
});

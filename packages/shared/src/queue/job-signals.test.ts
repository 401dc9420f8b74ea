import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobSignals } from './job-signals.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a signal aborts when its job takes too long', () => {
  const { signal } = createJobSignals().begin(1_000);
  vi.advanceTimersByTime(999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({ name: 'TimeoutError', message: 'The job took too long.' });
});

test('a job that is over has no timer left', () => {
  const { signal, end } = createJobSignals().begin(1_000);
  end();
  expect(vi.getTimerCount()).toBe(0);
  expect(signal.aborted).toBe(false);
});

test('when the worker stops, the signals of all running jobs abort, and later ones at once', () => {
  const signals = createJobSignals();
  const [first, second, over] = [signals.begin(1_000), signals.begin(1_000), signals.begin(1_000)];
  over.end();
  const reason = new Error('The worker is stopping.');
  signals.abortAll(reason);
  expect([first.signal.reason, second.signal.reason, over.signal.aborted]).toEqual([reason, reason, false]);
  expect(signals.begin(1_000).signal.reason).toBe(reason);
});

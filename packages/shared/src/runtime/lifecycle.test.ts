import { describe, expect, test, vi } from 'vitest';
import { manualClock } from './clock.ts';
import { Misconfigured } from './errors.ts';
import { createLifecycle, formatMisconfigured, runPeriodically } from './lifecycle.ts';
import { createLogger, type Logger } from './logger.ts';

function capturingLogger(): { log: Logger; records: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ service: 'test', level: 'debug', destination });
  return { log, records: () => lines.map((line) => JSON.parse(line)) };
}

describe('createLifecycle', () => {
  test('stops in reverse order, one after the other', async () => {
    const lifecycle = createLifecycle(capturingLogger().log);
    const events: string[] = [];
    lifecycle.onStop('database', () => void events.push('database'));
    lifecycle.onStop('worker', async () => {
      events.push('worker begins');
      await Promise.resolve();
      events.push('worker ends');
    });
    await lifecycle.stop();
    expect(events).toEqual(['worker begins', 'worker ends', 'database']);
  });

  test('a stop that fails is logged and does not hinder the rest', async () => {
    const { log, records } = capturingLogger();
    const lifecycle = createLifecycle(log);
    const stopDatabase = vi.fn();
    lifecycle.onStop('database', stopDatabase);
    lifecycle.onStop('worker', () => Promise.reject(new Error('jammed')));
    await lifecycle.stop();
    expect(stopDatabase).toHaveBeenCalledOnce();
    expect(records()).toEqual([
      expect.objectContaining({ part: 'worker', err: expect.objectContaining({ message: 'jammed' }) }),
    ]);
  });

  test('stops once, however often it is asked', async () => {
    const lifecycle = createLifecycle(capturingLogger().log);
    const stop = vi.fn();
    lifecycle.onStop('worker', stop);
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    expect(stop).toHaveBeenCalledOnce();
  });

  test('its signal aborts before the first stop', async () => {
    const lifecycle = createLifecycle(capturingLogger().log);
    const abortedThen: boolean[] = [];
    lifecycle.onStop('worker', () => void abortedThen.push(lifecycle.signal.aborted));
    expect(lifecycle.signal.aborted).toBe(false);
    await lifecycle.stop();
    expect(abortedThen).toEqual([true]);
  });
});

describe('runPeriodically', () => {
  const START = new Date('2026-01-05T08:00:00Z');

  function periodic() {
    const controller = new AbortController();
    const { log, records } = capturingLogger();
    const clock = manualClock(START);
    const options = { name: 'sweep', everyMs: 1_000, clock, log, signal: controller.signal };
    return { options, controller, clock, records };
  }

  test('runs at once and then at every interval, until aborted', async () => {
    const { options, controller, clock } = periodic();
    const instants: number[] = [];
    await runPeriodically(options, () => {
      instants.push(clock.now().getTime() - START.getTime());
      if (instants.length === 3) controller.abort();
      return Promise.resolve();
    });
    expect(instants).toEqual([0, 1_000, 2_000]);
  });

  test('never overlaps itself', async () => {
    const { options, controller } = periodic();
    let running = 0;
    let most = 0;
    let runs = 0;
    await runPeriodically(options, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      runs += 1;
      if (runs === 5) controller.abort();
    });
    expect(most).toBe(1);
  });

  test('survives failures and logs them', async () => {
    const { options, controller, records } = periodic();
    let runs = 0;
    await runPeriodically(options, () => {
      runs += 1;
      if (runs === 3) controller.abort();
      return runs === 1 ? Promise.reject(new Error('no luck')) : Promise.resolve();
    });
    expect(runs).toBe(3);
    expect(records()).toEqual([
      expect.objectContaining({ part: 'sweep', err: expect.objectContaining({ message: 'no luck' }) }),
    ]);
  });

  test('does not run under an aborted signal, and is silent about what the abort broke', async () => {
    const { options, controller, records } = periodic();
    await runPeriodically(options, () => {
      controller.abort();
      return Promise.reject(new Error('torn down'));
    });
    const work = vi.fn(() => Promise.resolve());
    await runPeriodically(options, work);
    expect(work).not.toHaveBeenCalled();
    expect(records()).toEqual([]);
  });
});

test('formatMisconfigured puts the remedy under the message, aligned', () => {
  expect(formatMisconfigured(new Misconfigured('Wrong.', 'Do this.\nThen that.'))).toBe(
    'Wrong.\n  Remedy: Do this.\n          Then that.',
  );
});

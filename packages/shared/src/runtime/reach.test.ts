import { expect, test, vi } from 'vitest';
import { manualClock } from './clock.ts';
import { Misconfigured, Unreachable } from './errors.ts';
import { createHealth } from './health.ts';
import { createLogger } from './logger.ts';
import { waitUntilReached } from './reach.ts';

function harness() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ service: 'test', level: 'info', destination });
  const clock = manualClock(new Date('2026-01-05T08:00:00Z'));
  const controller = new AbortController();
  const health = createHealth();
  return { options: { health, clock, log, signal: controller.signal }, controller, health, clock, lines };
}

const AWAY = new Unreachable('Postgres cannot be reached: refused', 'Start it.');

test('a server that is away is waited for; the log says so once, the health report all the while', async () => {
  const { options, health, clock, lines } = harness();
  const connect = vi.fn<() => Promise<string>>();
  connect.mockRejectedValueOnce(AWAY).mockImplementationOnce(async () => {
    expect(await health.report('ready')).toEqual({ ok: false, checks: { database: AWAY.message } });
    throw AWAY;
  });
  connect.mockResolvedValue('connected');
  expect(await waitUntilReached('database', connect, options)).toBe('connected');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('Postgres cannot be reached: refused; waiting for it');
  expect(clock.now()).toEqual(new Date('2026-01-05T08:00:10Z'));
  expect(await health.report('ready')).toEqual({ ok: true, checks: { database: 'ok' } });
});

test('a refusal is passed on at once', async () => {
  const { options, lines } = harness();
  const refusal = new Misconfigured('Postgres does not let us in', 'Correct the password.');
  await expect(waitUntilReached('database', () => Promise.reject(refusal), options)).rejects.toBe(refusal);
  expect(lines).toEqual([]);
});

test('the waiting ends when the process stops', async () => {
  const { options, controller } = harness();
  const connect = (): Promise<never> => {
    controller.abort(new Error('stopping'));
    return Promise.reject(AWAY);
  };
  await expect(waitUntilReached('database', connect, options)).rejects.toThrow('stopping');
});

import { describe, expect, test, vi } from 'vitest';
import { assertBeating, createHealth, type Pulse } from './health.ts';

const NEVER = () => new Promise<never>(() => {});

describe('a report', () => {
  test('is fine without checks', async () => {
    expect(await createHealth().report('live')).toEqual({ ok: true, checks: {} });
  });

  test('asks only the checks of its question, and shows what they tell', async () => {
    const health = createHealth();
    health.live('loop', () => undefined);
    health.live('leases', () => Promise.resolve('accounts held: 1, 2'));
    health.ready('redis', () => Promise.reject(new Error('connection refused')));
    expect(await health.report('live')).toEqual({
      ok: true,
      checks: { loop: 'ok', leases: 'ok: accounts held: 1, 2' },
    });
    expect(await health.report('ready')).toEqual({ ok: false, checks: { redis: 'connection refused' } });
  });

  test('survives checks that throw, whatever they throw', async () => {
    const health = createHealth();
    health.ready('a', () => {
      throw new Error('broken');
    });
    health.ready('b', () => Promise.reject('a text'));
    health.ready('c', () => Promise.reject(new Error('')));
    health.ready('d', () => 'well');
    expect(await health.report('ready')).toEqual({
      ok: false,
      checks: { a: 'broken', b: 'a text', c: 'failed without a message', d: 'ok: well' },
    });
  });

  test('waits for no check longer than it may, and does not ask a hanging one again', async () => {
    const check = vi.fn(NEVER);
    const health = createHealth(1);
    health.ready('database', check);
    const wrong = { ok: false, checks: { database: 'no answer within 0.001 s' } };
    expect(await health.report('ready')).toEqual(wrong);
    expect(await health.report('ready')).toEqual(wrong);
    expect(check).toHaveBeenCalledOnce();
  });

  test('asks again once the check has answered', async () => {
    const check = vi.fn(() => Promise.reject(new Error('gone')));
    const health = createHealth();
    health.ready('database', check);
    await health.report('ready');
    check.mockResolvedValue(undefined as never);
    expect(await health.report('ready')).toEqual({ ok: true, checks: { database: 'ok' } });
  });
});

test('assertBeating tells how long ago the last beat was', () => {
  const aged = (ageMs: number): Pulse => ({ beat: () => {}, ageMs: () => ageMs });
  expect(() => assertBeating(aged(60_000), 60_000, 'the last beat')).not.toThrow();
  expect(() => assertBeating(aged(61_000), 60_000, 'the last beat')).toThrow('the last beat was 61 s ago');
});

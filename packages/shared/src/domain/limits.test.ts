import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, DEFAULT_LIMITS, nextFreeAt, type Quota, quotasFor, WEEK_MS } from './limits.ts';

const NOW = new Date(1_000_000);

/** Whether one more action at `atMs` leaves every window with at most `max`, counted one by one. */
function fitsAt(atMs: number, takenMs: readonly number[], quotas: readonly Quota[]): boolean {
  return quotas.every(
    ({ windowMs, max }) => takenMs.filter((taken) => taken > atMs - windowMs).length + 1 <= max,
  );
}

/** The first millisecond at which one more fits, by trying each. */
function bruteForce(takenMs: readonly number[], quotas: readonly Quota[], nowMs: number): number | null {
  if (quotas.some(({ max }) => max === 0)) return null;
  let atMs = nowMs;
  while (!fitsAt(atMs, takenMs, quotas)) atMs += 1;
  return atMs;
}

// Small windows, so that trying every millisecond is quick.
const quotas = fc.array(
  fc.record({ windowMs: fc.integer({ min: 1, max: 60 }), max: fc.integer({ min: 0, max: 5 }) }),
  { minLength: 1, maxLength: 3 },
);
const pasts = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 });

describe('nextFreeAt', () => {
  test('is the first instant a simulation of the windows accepts', () => {
    fc.assert(
      fc.property(pasts, quotas, (ages, limits) => {
        const takenMs = ages.map((age) => NOW.getTime() - age);
        const free = nextFreeAt(
          takenMs.map((ms) => new Date(ms)),
          limits,
          NOW,
        );
        expect(free?.getTime() ?? null).toBe(bruteForce(takenMs, limits, NOW.getTime()));
      }),
    );
  });

  test('taking every place as soon as it is free never overfills a window', () => {
    fc.assert(
      fc.property(quotas, (limits) => {
        const takenMs: number[] = [];
        let nowMs = 0;
        for (let i = 0; i < 15; i++) {
          const free = nextFreeAt(
            takenMs.map((ms) => new Date(ms)),
            limits,
            new Date(nowMs),
          );
          if (free === null) return;
          nowMs = free.getTime();
          takenMs.push(nowMs);
        }
        for (const end of takenMs)
          for (const { windowMs, max } of limits) {
            const inside = takenMs.filter((ms) => ms > end - windowMs && ms <= end);
            expect(inside.length).toBeLessThanOrEqual(max);
          }
      }),
    );
  });

  test('does not depend on the order of what is taken', () => {
    fc.assert(
      fc.property(pasts, quotas, (ages, limits) => {
        const taken = ages.map((age) => new Date(NOW.getTime() - age));
        expect(nextFreeAt([...taken].reverse(), limits, NOW)).toEqual(nextFreeAt(taken, limits, NOW));
      }),
    );
  });

  test('is now without quotas, and never with a quota of nothing', () => {
    expect(nextFreeAt([NOW, NOW], [], NOW)).toEqual(NOW);
    expect(nextFreeAt([], [{ windowMs: DAY_MS, max: 0 }], NOW)).toBeNull();
  });

  test('frees a place exactly one window after it was taken', () => {
    const taken = [NOW];
    const day: Quota[] = [{ windowMs: DAY_MS, max: 1 }];
    const dayLater = new Date(NOW.getTime() + DAY_MS);
    expect(nextFreeAt(taken, day, NOW)).toEqual(dayLater);
    expect(nextFreeAt(taken, day, dayLater)).toEqual(dayLater);
  });
});

test('invitations have a day and a week, messages a day', () => {
  expect(quotasFor('invite', DEFAULT_LIMITS)).toEqual([
    { windowMs: DAY_MS, max: 20 },
    { windowMs: WEEK_MS, max: 100 },
  ]);
  expect(quotasFor('message', DEFAULT_LIMITS)).toEqual([{ windowMs: DAY_MS, max: 30 }]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coolingUntil,
  type HealthEvent,
  type HealthState,
  isAnswerable,
  nextHealth,
  SOUND,
} from './account-health.ts';
import { DAY_MS, HOUR_MS } from './limits.ts';

const START_MS = Date.UTC(2026, 2, 2, 9);
const at = (ms: number): Date => new Date(START_MS + ms);
const throttled = (ms: number): HealthEvent => ({ kind: 'throttled', detail: '429', at: at(ms) });

/** Events in the order of their times. */
const history = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 * HOUR_MS }), fc.integer({ min: 0, max: 8 })), {
    maxLength: 40,
  })
  .map((steps) => {
    let nowMs = 0;
    return steps.map(([laterMs, which]): { nowMs: number; event: HealthEvent } => {
      nowMs += laterMs;
      const events: HealthEvent[] = [
        throttled(nowMs),
        { kind: 'session-lost', detail: 'login page' },
        { kind: 'checkpoint', detail: 'PIN', challenge: 'email-pin' },
        { kind: 'checkpoint', detail: 'restricted', challenge: 'restricted' },
        { kind: 'drifted', probe: 'profile', detail: '3 pages', at: at(nowMs) },
        { kind: 'matched-again', probe: 'profile' },
        { kind: 'human-passed' },
        { kind: 'human-cleared' },
        { kind: 'writes-cleared' },
      ];
      return { nowMs, event: events[which] ?? throttled(nowMs) };
    });
  });

function run(events: readonly HealthEvent[]): HealthState {
  return events.reduce((state, event) => nextHealth(state, event), SOUND);
}

describe('stopping', () => {
  test.each([
    [{ kind: 'session-lost', detail: 'login page' }, 'Signed out: login page', 'signed-out'],
    [{ kind: 'checkpoint', detail: 'captcha' }, 'LinkedIn asks for a human: captcha', 'challenge'],
    [
      { kind: 'checkpoint', detail: 'x', challenge: 'restricted' },
      'LinkedIn asks for a human: x',
      'restriction',
    ],
    [
      { kind: 'checkpoint', detail: 'x', challenge: 'bot-refusal' },
      'LinkedIn asks for a human: x',
      'restriction',
    ],
  ] as const)('%o says what happened', (event, reason, cause) => {
    expect(run([event])).toMatchObject({ health: 'stopped', reason, cause });
  });

  test('a page that was answered resumes a challenge, never a restriction', () => {
    const passed = { kind: 'human-passed' } as const;
    expect(run([{ kind: 'checkpoint', detail: 'PIN', challenge: 'sms-pin' }, passed])).toEqual(SOUND);
    expect(run([{ kind: 'session-lost', detail: 'gone' }, passed])).toEqual(SOUND);
    const restricted = { kind: 'checkpoint', detail: 'x', challenge: 'restricted' } as const;
    expect(run([restricted, passed]).health).toBe('stopped');
    expect(run([restricted, { kind: 'human-cleared' }])).toEqual(SOUND);
  });
});

describe('the breaker', () => {
  const openHours = (state: HealthState, nowMs: number): number =>
    ((state.breaker.openUntil?.getTime() ?? 0) - at(nowMs).getTime()) / HOUR_MS;

  test('opens for 2, 4, 8 and 8 hours when it trips again and again', () => {
    let state = SOUND;
    let nowMs = 0;
    const hours: number[] = [];
    for (let i = 0; i < 4; i++) {
      state = nextHealth(state, throttled(nowMs));
      hours.push(openHours(state, nowMs));
      nowMs += (hours.at(-1) ?? 0) * HOUR_MS;
    }
    expect(hours).toEqual([2, 4, 8, 8]);
    expect(state.health).toBe('ok');
  });

  test('counts answers that come while it is open once', () => {
    expect(run([throttled(0), throttled(HOUR_MS)]).breaker).toEqual(run([throttled(0)]).breaker);
  });

  test('forgets after a quiet day', () => {
    const later = 2 * HOUR_MS + DAY_MS;
    expect(openHours(run([throttled(0), throttled(later)]), later)).toBe(4);
    expect(openHours(run([throttled(0), throttled(later + 1)]), later + 1)).toBe(2);
  });

  test('is closed by a human, and opens for as long as it is told', () => {
    expect(run([throttled(0), { kind: 'human-cleared' }])).toEqual(SOUND);
    expect(openHours(nextHealth(SOUND, throttled(0), [0.5]), 0)).toBe(0.5);
    expect(coolingUntil(run([throttled(0)]).breaker, at(2 * HOUR_MS - 1))).toEqual(at(2 * HOUR_MS));
    expect(coolingUntil(run([throttled(0)]).breaker, at(2 * HOUR_MS))).toBeNull();
  });
});

describe('whatever happens', () => {
  test('stopped stays stopped with its first reason until a human has acted', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = SOUND;
        for (const { event } of steps) {
          const next = nextHealth(state, event);
          const mayResume =
            event.kind === 'human-cleared' || (event.kind === 'human-passed' && isAnswerable(state.cause));
          if (state.health === 'stopped' && !mayResume) {
            expect(next).toMatchObject({ health: 'stopped', reason: state.reason, cause: state.cause });
          }
          // The database has the same rule as a constraint.
          expect(next.reason === null).toBe(next.health === 'ok');
          expect(next.cause === null || next.health === 'stopped').toBe(true);
          state = next;
        }
      }),
    );
  });

  test('an open breaker is never shortened but by a human, and never longer than its longest', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = SOUND;
        for (const { nowMs, event } of steps) {
          const next = nextHealth(state, event);
          const before = coolingUntil(state.breaker, at(nowMs));
          const after = coolingUntil(next.breaker, at(nowMs));
          if (event.kind !== 'human-cleared')
            expect(before === null || before.getTime() === after?.getTime()).toBe(true);
          if (event.kind === 'throttled') expect(after).not.toBeNull();
          expect(after === null || after.getTime() - at(nowMs).getTime() <= 8 * HOUR_MS).toBe(true);
          state = next;
        }
      }),
    );
  });

  test('paused writes go on only after a human, or after pages of the same kind matched', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = SOUND;
        for (const { event } of steps) {
          const next = nextHealth(state, event);
          const mayGoOn = event.kind === 'writes-cleared' || event.kind === 'matched-again';
          if (state.writesPause && !mayGoOn) expect(next.writesPause).toEqual(state.writesPause);
          state = next;
        }
        const paused = nextHealth(SOUND, { kind: 'drifted', probe: 'profile', detail: 'd', at: at(0) });
        expect(nextHealth(paused, { kind: 'matched-again', probe: 'search' })).toBe(paused);
      }),
    );
  });
});

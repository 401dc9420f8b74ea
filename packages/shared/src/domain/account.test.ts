import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type HealthEvent,
  type HealthState,
  handleFromEmail,
  nextHealth,
  passwordContext,
  sessionContext,
} from './account.ts';

const OK: HealthState = { health: 'ok', reason: null };
const events: fc.Arbitrary<HealthEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('session-lost', 'checkpoint'), detail: fc.string() }),
  fc.constant({ kind: 'human-cleared' as const }),
);

describe('nextHealth', () => {
  test('stops with a reason that says what happened', () => {
    expect(nextHealth(OK, { kind: 'session-lost', detail: 'login page' })).toEqual({
      health: 'stopped',
      reason: 'Signed out: login page',
    });
    expect(nextHealth(OK, { kind: 'checkpoint', detail: 'captcha' })).toEqual({
      health: 'stopped',
      reason: 'LinkedIn asks for a human: captcha',
    });
  });

  test('stopped stays stopped, with the first reason, until a human clears it', () => {
    fc.assert(
      fc.property(fc.array(events), (happened) => {
        let state = OK;
        for (const event of happened) {
          const next = nextHealth(state, event);
          if (event.kind === 'human-cleared') expect(next).toEqual(OK);
          else if (state.health === 'stopped') expect(next).toEqual(state);
          else expect(next.health).toBe('stopped');
          // The database has the same rule as a constraint.
          expect(next.reason === null).toBe(next.health === 'ok');
          state = next;
        }
      }),
    );
  });
});

describe('handleFromEmail', () => {
  test.each([
    ['ines.quintela@fairlead.example', 'ines-quintela'],
    ['Marek+Outreach@fairlead.example', 'marek-outreach'],
    ['__leif__@fairlead.example', 'leif'],
    ['名前@fairlead.example', 'account'],
    ['', 'account'],
  ])('%s gives %s', (email, handle) => {
    expect(handleFromEmail(email)).toBe(handle);
  });

  test('always gives what the database accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (email) => {
        expect(handleFromEmail(email)).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});

test('secrets of different accounts and kinds have different places', () => {
  const places = [passwordContext('a@b.example'), passwordContext('c@b.example'), sessionContext(1)];
  expect(new Set([...places, sessionContext(2)]).size).toBe(4);
});

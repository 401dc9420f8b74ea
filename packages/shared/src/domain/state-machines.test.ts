import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionState, canActionGo, LIVE_ACTION_STATES } from './action.ts';
import {
  assertDealTransition,
  canDealGo,
  DealState,
  dealTransitions,
  FIRST_CHECK_HOURS,
  type NextStep,
  nextBackoffHours,
} from './deal.ts';
import { assertLeadTransition, canLeadGo, LeadState } from './lead.ts';

/** The transitions as the specification draws them: everything else is illegal. */
const DRAWN = {
  deal: [
    'NEW>PENDING',
    'NEW>CONNECTED',
    'NEW>FAILED',
    'PENDING>CONNECTED',
    'PENDING>FAILED',
    'CONNECTED>COMPLETED',
    'CONNECTED>FAILED',
  ],
  lead: [
    'url-only>enriched',
    'url-only>disqualified',
    'enriched>disqualified',
    'enriched>promoted',
    'disqualified>promoted',
  ],
  action: [
    'intent>started',
    'intent>abandoned',
    'started>done',
    'started>refused',
    'started>unknown',
    'started>abandoned',
    'unknown>done',
    'unknown>refused',
    'unknown>abandoned',
  ],
};

function accepted<S extends string>(states: readonly S[], canGo: (from: S, to: S) => boolean): string[] {
  return states.flatMap((from) => states.filter((to) => canGo(from, to)).map((to) => `${from}>${to}`));
}

test.each([
  ['deal', accepted(DealState.options, canDealGo), DRAWN.deal],
  ['lead', accepted(LeadState.options, canLeadGo), DRAWN.lead],
  ['action', accepted(ActionState.options, canActionGo), DRAWN.action],
])('the machine of a %s accepts what is drawn and nothing else', (_, machine, drawn) => {
  expect([...machine].sort()).toEqual([...drawn].sort());
});

test('dealTransitions lists what is accepted', () => {
  expect(dealTransitions().map((pair) => pair.join('>'))).toEqual(accepted(DealState.options, canDealGo));
});

test('asserting throws exactly where going is forbidden', () => {
  const dealPairs = fc.tuple(fc.constantFrom(...DealState.options), fc.constantFrom(...DealState.options));
  const leadPairs = fc.tuple(fc.constantFrom(...LeadState.options), fc.constantFrom(...LeadState.options));
  const throws = (work: () => void): boolean => {
    try {
      work();
      return false;
    } catch (error) {
      return error instanceof RangeError;
    }
  };
  fc.assert(
    fc.property(dealPairs, leadPairs, ([from, to], [leadFrom, leadTo]) => {
      expect(throws(() => assertDealTransition(from, to))).toBe(!canDealGo(from, to));
      expect(throws(() => assertLeadTransition(leadFrom, leadTo))).toBe(!canLeadGo(leadFrom, leadTo));
    }),
  );
});

test('no walk leaves a terminal state, and every walk ends', () => {
  const wishes = fc.array(fc.constantFrom(...DealState.options), { maxLength: 50 });
  fc.assert(
    fc.property(wishes, (wished) => {
      let state: DealState = 'NEW';
      let moves = 0;
      for (const to of wished) {
        if (!canDealGo(state, to)) continue;
        expect(['COMPLETED', 'FAILED']).not.toContain(state);
        state = to;
        moves += 1;
      }
      expect(moves).toBeLessThanOrEqual(3);
    }),
  );
});

describe('live actions', () => {
  test('are those that may have happened, or still may', () => {
    const dead = ActionState.options.filter((state) => !LIVE_ACTION_STATES.some((live) => live === state));
    expect(dead).toEqual(['refused', 'abandoned']);
  });

  test('cannot come back from the dead', () => {
    for (const dead of ['refused', 'abandoned'] as const)
      for (const to of ActionState.options) expect(canActionGo(dead, to)).toBe(false);
  });
});

test('the backoff of a pending deal doubles: 48, 96, 192 hours after the first day', () => {
  const waits: number[] = [];
  let step: NextStep = {};
  for (let look = 0; look < 3; look++) {
    step = { backoffHours: nextBackoffHours(step) };
    waits.push(step.backoffHours ?? 0);
  }
  expect([FIRST_CHECK_HOURS, ...waits]).toEqual([24, 48, 96, 192]);
});

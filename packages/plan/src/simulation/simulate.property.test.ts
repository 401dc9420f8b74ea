import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Forecast } from './forecast.ts';
import type { SimulationOptions } from './options.ts';
import { simulate } from './simulate.ts';
import { anySimulation } from './testing/options.ts';

const RUNS = { numRuns: 20 };
const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

function holds(name: string, predicate: (forecast: Forecast, options: { days: number }) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(anySimulation, (options) => predicate(simulate(options), options)),
      RUNS,
    );
  }, 120_000);
}

describe('whatever is asked for', () => {
  holds(
    'every invariant holds and the numbers add up',
    ({ total, open, failures, limits, weeks, idle, ...rest }, { days }) => {
      expect(rest.invariantsChecked).toBeGreaterThan(0);
      expect(total.invited).toBe(sum(weeks.map(({ invited }) => invited)));
      expect(total.failed).toBe(sum(Object.values(failures)));
      // A person judged fit without a company gets no deal; everybody else is in exactly one state.
      expect(sum(Object.values(open)) + total.completed + total.failed).toBeLessThanOrEqual(
        total.fit + total.seeded,
      );
      expect(open.connected + total.completed).toBeLessThanOrEqual(total.connected);
      expect(total.read).toBeLessThanOrEqual(total.found);
      expect(total.fit).toBeLessThanOrEqual(total.judged);
      for (const { peak, max, mean, fullShare } of limits) {
        expect(peak).toBeLessThanOrEqual(max);
        expect(mean).toBeLessThanOrEqual(max);
        expect(fullShare).toBeGreaterThanOrEqual(0);
        expect(fullShare).toBeLessThanOrEqual(1 + 1e-9);
      }
      const perLane = Map.groupBy(idle, ({ campaignId, lane }) => `${campaignId} ${lane}`);
      for (const waits of perLane.values()) {
        expect(sum(waits.map(({ hours }) => hours))).toBeCloseTo(24 * days, 6);
      }
    },
  );

  test('leaping over idle looks changes nothing', () => {
    const few = anySimulation.map((options) => ({ ...options, days: Math.min(options.days, 2) }));
    fc.assert(
      fc.property(few, (options) => {
        const { invariantsChecked: _, ...leapt } = simulate(options);
        const { invariantsChecked: __, ...stepped } = simulate({ ...options, leap: false });
        expect(leapt).toEqual(stepped);
      }),
      RUNS,
    );
  }, 120_000);

  test('a limit of 0 sends nothing', () => {
    const kinds = fc.constantFrom('connectDaily', 'connectWeekly', 'followUpDaily');
    fc.assert(
      fc.property(anySimulation, kinds, (options, zero) => {
        const limits = { ...options.limits, [zero]: 0 };
        const { total } = simulate({ ...options, limits });
        expect(zero === 'followUpDaily' ? total.completed : total.invited).toBe(0);
      }),
      RUNS,
    );
  }, 120_000);

  test('twice the accounts never reach fewer people', () => {
    // Of several campaigns each may invite the same person by an account of its own: invitations say less than people.
    const reached = (options: SimulationOptions): number => {
      const people = new Set<number>();
      simulate(options, (happening) => {
        if (happening.kind === 'act' && happening.act === 'invite') people.add(happening.leadId);
      });
      return people.size;
    };
    // Without jitter both forecasts draw the same chances at the same instants.
    const even = anySimulation.map((options) => ({
      ...options,
      // Whose turn is left out is drawn anew for each account's share of them.
      partners: [],
      pace: { ...options.pace, jitterShare: 0 },
    }));
    fc.assert(
      fc.property(even, (options) => {
        const twice = { ...options, accounts: 2 * options.accounts };
        expect(reached(twice)).toBeGreaterThanOrEqual(reached(options));
      }),
      RUNS,
    );
  }, 120_000);
});

import fc from 'fast-check';
import { DEFAULT_PACE } from '../../pace.ts';
import { DEFAULT_ODDS, DEFAULT_SIMULATION, type SimulationOptions } from '../options.ts';

/** A few days of one account and few people, but for what is given. Nobody is searched for in vain, which takes long. */
export function smallSimulation(options: Partial<SimulationOptions> = {}): SimulationOptions {
  const pace = { ...DEFAULT_PACE, maxLeads: 200, ...options.pace };
  return { ...DEFAULT_SIMULATION, days: 8, pool: 1_000, ...options, pace };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Whatever an operator may ask for, on a scale that takes a moment. */
export const anySimulation: fc.Arbitrary<SimulationOptions> = fc.record({
  seed: fc.nat(),
  days: fc.integer({ min: 1, max: 10 }),
  accounts: fc.integer({ min: 1, max: 3 }),
  campaigns: fc.integer({ min: 1, max: 2 }),
  partners: fc.constantFrom([], [], [0.3], [1], [0, 0.6]),
  pool: fc.integer({ min: 0, max: 200 }),
  limits: fc.record({
    connectDaily: fc.integer({ min: 0, max: 12 }),
    connectWeekly: fc.integer({ min: 0, max: 40 }),
    followUpDaily: fc.integer({ min: 0, max: 6 }),
  }),
  pace: fc
    .record({
      minActionIntervalMs: fc.integer({ min: 300_000, max: 3 * 3_600_000 }),
      jitterShare: fc.constantFrom(0, 0.2),
      maxLeads: fc.option(fc.integer({ min: 0, max: 200 })),
    })
    .map((pace) => ({ ...DEFAULT_PACE, ...pace })),
  odds: fc
    .record({
      acceptRate: share,
      acceptDays: fc.integer({ min: 0, max: 20 }),
      yesRate: share,
      keywordYield: fc.integer({ min: 0, max: 40 }),
      unknownRate: fc.constantFrom(0, 0.1),
      limitDialogRate: fc.constantFrom(0, 0.02),
      noControlShare: fc.constantFrom(0, 0.3),
    })
    .map((odds) => ({ ...DEFAULT_ODDS, ...odds })),
  tickMs: fc.constantFrom(7_000, 15_000, 60_000),
  leap: fc.constant(true),
});

import { WEEK_MS } from '@fairlead/shared/domain/limits';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from '../pace.ts';
import { DEFAULT_ODDS, type SimulationOptions, START_MS } from './options.ts';
import { simulate } from './simulate.ts';
import { smallSimulation } from './testing/options.ts';

/** More fitting people than can be invited, few of whom two campaigns want, and nothing that goes wrong. */
const ENDLESS = {
  pool: 20_000,
  pace: { ...DEFAULT_PACE, maxLeads: 2_000 },
  odds: {
    ...DEFAULT_ODDS,
    yesRate: 0.2,
    noControlShare: 0,
    noCompanyShare: 0,
    limitDialogRate: 0,
    acceptRate: 0,
  },
};

const EVERYBODY_FITS = { ...ENDLESS.odds, yesRate: 1 };

/** Invitations of the second week, when everybody has had work for long: by campaign and by account. */
function invitesOf(options: Partial<SimulationOptions>): { campaigns: number[]; accounts: number[] } {
  const simulation = smallSimulation({ ...ENDLESS, days: 14, ...options });
  const owners = new Map<number, number>();
  const campaigns = new Map<number, number>();
  const accounts = new Map<number, number>();
  const count = (counts: Map<number, number>, key: number): void =>
    void counts.set(key, (counts.get(key) ?? 0) + 1);
  simulate(simulation, (happening) => {
    if (happening.kind === 'moved') owners.set(happening.dealId, happening.campaignId);
    if (happening.kind !== 'act' || happening.act !== 'invite' || happening.atMs < START_MS + WEEK_MS) return;
    count(campaigns, owners.get(happening.dealId) ?? 0);
    count(accounts, happening.accountId);
  });
  return { campaigns: [...campaigns.values()], accounts: [...accounts.values()] };
}

const seed = fc.nat();
const runs = { numRuns: 4 };

describe('Limits are per account, shared by its campaigns', () => {
  test('n campaigns with endless work get about a n-th of an account each', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        seed,
        fc.integer({ min: 2, max: 5 }),
        fc.constantFrom(15_000, 60_000),
        (chance, n, tickMs) => {
          const limits = { connectDaily: 20, connectWeekly: 1_000, followUpDaily: 30 };
          const { campaigns } = invitesOf({ seed: chance, campaigns: n, limits, tickMs });
          const total = campaigns.reduce((sum, each) => sum + each, 0);
          expect(total).toBeGreaterThanOrEqual(7 * 19);
          expect(campaigns).toHaveLength(n);
          for (const each of campaigns)
            expect(Math.abs(each - total / n)).toBeLessThanOrEqual(0.25 * (total / n) + 2);
        },
      ),
      runs,
    );
  });

  test('two accounts of a campaign are used about equally', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(seed, fc.constantFrom(5, 20), (chance, connectDaily) => {
        const limits = { connectDaily, connectWeekly: 1_000, followUpDaily: 30 };
        const { accounts } = invitesOf({ seed: chance, accounts: 2, limits, odds: EVERYBODY_FITS });
        const [first = 0, second = 0] = accounts;
        expect(first + second).toBeGreaterThanOrEqual(7 * 2 * connectDaily - 14);
        expect(Math.abs(first - second)).toBeLessThanOrEqual(0.05 * (first + second));
      }),
      runs,
    );
  });

  test('accounts that are far from their limits are used about equally too', { timeout: 120_000 }, () => {
    const limits = { connectDaily: 500, connectWeekly: 5_000, followUpDaily: 30 };
    const pace = { ...ENDLESS.pace, minActionIntervalMs: 3_600_000 };
    const { accounts } = invitesOf({ accounts: 2, limits, pace, odds: EVERYBODY_FITS });
    const [first = 0, second = 0] = accounts;
    expect(first + second).toBeGreaterThan(100);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(4);
  });
});

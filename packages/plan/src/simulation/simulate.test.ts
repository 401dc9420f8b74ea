import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from '../pace.ts';
import { DEFAULT_ODDS } from './options.ts';
import { simulate } from './simulate.ts';
import { smallSimulation } from './testing/options.ts';

const odds = (some: Partial<typeof DEFAULT_ODDS>) => ({ odds: { ...DEFAULT_ODDS, ...some } });

test('the same seed gives the same forecast, another seed another', () => {
  const first = simulate(smallSimulation({ seed: 3 }));
  expect(simulate(smallSimulation({ seed: 3 }))).toEqual(first);
  expect(simulate(smallSimulation({ seed: 4 })).total).not.toEqual(first.total);
});

test('the weekly limit is met exactly when there are enough people', () => {
  const { total, bottleneck, limits } = simulate(
    smallSimulation({
      days: 14,
      pace: { ...DEFAULT_PACE, maxLeads: 1_000 },
      accounts: 2,
      ...odds({ yesRate: 1, limitDialogRate: 0 }),
    }),
  );
  expect(total.invited).toBe(2 * 2 * 100);
  expect(bottleneck).toMatchObject({ cause: 'limit' });
  expect(bottleneck.sentence).toMatch(/^The bottleneck is the limit of 100 invitations a week: /);
  expect(limits).toHaveLength(6);
  expect(limits.filter(({ kind }) => kind === 'invite').map(({ peak }) => peak)).toEqual([20, 100, 20, 100]);
});

describe('the bottleneck is', () => {
  test('the pool, when everybody is found and invited', () => {
    const { bottleneck } = simulate(smallSimulation({ pool: 60, days: 3 }));
    expect(bottleneck.cause).toBe('pool');
  });

  test('the most leads allowed, when the search may not go on', () => {
    const pace = { ...DEFAULT_PACE, maxLeads: 30 };
    const { bottleneck, total } = simulate(smallSimulation({ days: 5, pace }));
    expect(bottleneck.cause).toBe('max-leads');
    expect(total.found).toBe(30);
  });

  test('finding people, when a phrase shows nearly nobody', () => {
    const pace = { ...DEFAULT_PACE, minActionIntervalMs: 3_600_000, maxLeads: null };
    const slow = { days: 5, pace, ...odds({ keywordYield: 1, yesRate: 0.1 }) };
    expect(simulate(smallSimulation(slow)).bottleneck.cause).toBe('supply');
  });

  test('the pace, when invitations are far apart', () => {
    const pace = { ...DEFAULT_PACE, minActionIntervalMs: 2 * 3_600_000 };
    const { bottleneck } = simulate(smallSimulation({ days: 5, pace, ...odds({ yesRate: 1 }) }));
    expect(bottleneck.cause).toBe('pace');
  });

  test('LinkedIn, when it closes the lane', () => {
    const { bottleneck, total } = simulate(smallSimulation(odds({ limitDialogRate: 1 })));
    expect(total.invited).toBe(0);
    expect(bottleneck.cause).toBe('linkedin');
  });
});

test('nobody accepts when the rate is 0, everybody in the end when it is 1', () => {
  expect(simulate(smallSimulation(odds({ acceptRate: 0 }))).total.connected).toBe(0);
  const { total, open } = simulate(
    smallSimulation({
      days: 60,
      pace: { ...DEFAULT_PACE, maxLeads: 50 },
      ...odds({ acceptRate: 1, acceptDays: 1, yesRate: 1 }),
    }),
  );
  expect(total.connected).toBe(total.invited);
  expect(open).toEqual({ fresh: 0, pending: 0, connected: 0 });
});

test('people without a Connect control fail after the third visit, without an invitation', () => {
  const { total, failures } = simulate(
    smallSimulation({ pace: { ...DEFAULT_PACE, maxLeads: 50 }, ...odds({ noControlShare: 1, yesRate: 1 }) }),
  );
  expect(total.invited).toBe(0);
  expect(failures).toEqual({ 'no-connect-control': total.failed });
  expect(total.failed).toBeGreaterThan(40);
});

test('a person two campaigns want is invited once by an account', () => {
  const { total } = simulate(
    smallSimulation({
      campaigns: 2,
      pace: { ...DEFAULT_PACE, maxLeads: 40 },
      ...odds({ yesRate: 1, noControlShare: 0 }),
    }),
  );
  expect(total.invited).toBeLessThanOrEqual(40);
  expect(total.fit).toBeGreaterThan(70);
});

import { InvariantBroken } from '@fairlead/plan/simulation/invariants';
import { afterEach, expect, test, vi } from 'vitest';
import { Failed } from '../failed.ts';
import type { ForecastOptions } from '../forecast/options.ts';
import { recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { simulate } from './simulate.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const OPTIONS: ForecastOptions = {
  ...{ days: 8, accounts: 2, campaigns: 1, partner: [], seed: 5, leads: 2_000, maxLeads: 200 },
  ...{ acceptRate: 0.4, acceptDays: 2, yesRate: 0.5, keywordYield: 30 },
};

/** What it printed, and its JSON object without the one number that no two runs share. */
function run(options: Partial<ForecastOptions> = {}) {
  const out = recordingOutput();
  simulate({ ...OPTIONS, ...options }, out);
  const text = out.results.join('\n').replace(/It took [\d.]+ s/, 'It took … s');
  const { durationSec, ...forecast } = out.objects[0] as Record<string, unknown>;
  expect(durationSec).toBeGreaterThanOrEqual(0);
  return { text, forecast };
}

test('the same seed prints the same, another seed something else', () => {
  stubSettings({});
  expect(run()).toEqual(run());
  expect(run({ seed: 6 }).text).not.toBe(run().text);
});

test('a table per week, the limits, the reasons and the bottleneck', () => {
  stubSettings({});
  const { text, forecast } = run();
  expect(text).toMatch(/8 days, 2 accounts, 1 campaign, seed 5/);
  expect(text).toMatch(/week +found +judged +fit +invited +connected +completed +failed/);
  expect(text).toMatch(/account-2 {2}100 invites \/ week +\d+/);
  expect(text).toMatch(/campaign +lane +hours +share +because/);
  expect(text).toMatch(/\n {2}The bottleneck is .+\.\n/);
  expect(text).toMatch(/[\d,]+ checks held\. It took … s\./);
  expect(forecast).toMatchObject({
    ...{ seed: 5, days: 8, accounts: 2, campaigns: 1, partners: [] },
    weeks: [{ found: 200 }, { found: 0 }],
    bottleneck: { cause: 'max-leads' },
  });
});

test('what the command line leaves out is as the settings say', () => {
  stubSettings({ FAIRLEAD_CONNECT_DAILY: '3', FAIRLEAD_CONNECT_WEEKLY: '9', FAIRLEAD_FOLLOW_UP_DAILY: '0' });
  const { forecast } = run({ connectWeekly: 5 });
  const limits = forecast.limits as { max: number }[];
  expect(limits.map(({ max }) => max)).toEqual([3, 5, 0, 3, 5, 0]);
  expect(forecast.total).toMatchObject({ completed: 0 });
});

test('a partner campaign lives on those whom the others disqualified, and 100 % leaves the others no invitation', () => {
  stubSettings({});
  const { text, forecast } = run({ partner: [1] });
  expect(text).toMatch(/8 days, 2 accounts, 1 campaign, partners with 100 % of the turns, seed 5/);
  expect(forecast).toMatchObject({ partners: [1] });
  const { seeded, invited } = forecast.total as { seeded: number; invited: number };
  expect(invited).toBeGreaterThan(0);
  expect(invited).toBeLessThanOrEqual(seeded);
});

test('a broken invariant is said in a line with its seed, instant and remedy', () => {
  stubSettings({});
  const breaking = (): never => {
    throw new InvariantBroken('Account 1 invited lead 1 twice.', 5, 0);
  };
  const out = recordingOutput();
  expect(() => simulate(OPTIONS, out, breaking)).toThrow(
    new Failed(
      'Account 1 invited lead 1 twice. At 1970-01-01T00:00:00.000Z of the simulation with seed 5.\n' +
        '  Remedy: this is a bug of Fairlead, please report it with the options you gave.',
    ),
  );
  expect(out.objects).toEqual([]);
});

import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { expect, test } from 'vitest';
import { type AccountStatus, withoutRepetition } from './facts.ts';
import { nextThing, type Situation } from './next.ts';

const AT = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-02T12:00:00Z');
const ACCOUNT: AccountStatus = {
  handle: 'kim-west',
  active: true,
  health: 'ok',
  healthReason: null,
  limits: DEFAULT_LIMITS,
  writesPause: null,
  rest: null,
  used: [],
};
const RUNS: Situation = {
  missing: [],
  isSchemaCurrent: true,
  running: 'here',
  facts: { accounts: [ACCOUNT], campaigns: [{ id: 1, name: 'Ports', paused: false, strategy: 'bayes' }] },
};
const withAccounts = (...accounts: Partial<AccountStatus>[]): Situation => ({
  ...RUNS,
  facts: {
    accounts: accounts.map((one) => ({ ...ACCOUNT, ...one })),
    campaigns: RUNS.facts?.campaigns ?? [],
  },
});
const resting = (until: Date) => ({ rest: { until, reason: 'outside its working hours' } });

test.each([
  { what: 'all is well', situation: RUNS, says: 'nothing; watch the dashboard' },
  {
    what: 'an older schema holds more than can be read',
    situation: { ...RUNS, isSchemaCurrent: false, missing: ['account'], facts: null, running: null },
    says: './fairlead up (or ./fairlead migrate), which brings the schema up to date',
  },
  {
    what: 'all accounts rest',
    situation: withAccounts(resting(LATER), resting(AT)),
    says: 'nothing; every account rests until 2026-03-02T09:00:00.000Z',
  },
  {
    what: 'one of two rests',
    situation: withAccounts(resting(LATER), {}),
    says: 'nothing; watch the dashboard',
  },
  {
    what: 'an account only reads',
    situation: withAccounts({ writesPause: { since: AT, probe: 'profile', reason: 'odd pages' } }),
    says: "look at the evidence on the dashboard's page Accounts, then let kim-west write again",
  },
])('$what', ({ situation, says }) => {
  expect(nextThing(situation)).toBe(says);
});

test('a reason is said once, with its earliest end and how many campaigns have it', () => {
  const waiting = (campaignId: number, reason: string, until: Date | null) => ({
    ...{ campaignId, lane: 'connect', reason },
    until,
  });
  expect(
    withoutRepetition([
      waiting(1, 'paused', null),
      waiting(1, 'all used', LATER),
      waiting(2, 'all used', AT),
      waiting(2, 'all used', null),
    ]),
  ).toEqual([
    { lane: 'connect', reason: 'paused', until: null, campaigns: 1 },
    { lane: 'connect', reason: 'all used', until: AT, campaigns: 2 },
  ]);
});

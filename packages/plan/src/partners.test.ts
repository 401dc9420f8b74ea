import { type Lane, MAJOR_LANES } from '@fairlead/shared/domain/lane';
import type { CampaignFacts } from '@fairlead/shared/domain/snapshot';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from './pace.ts';
import { type Plan, plan } from './plan.ts';
import { binomialBounds } from './testing/binomial.ts';
import { after, campaignFacts, NOW, planSnapshot } from './testing/snapshots.ts';

/** There is work for every lane a campaign can have. */
const BUSY = {
  actsToSettle: new Map([[1, 1]]),
  newDeals: 1,
  dealsToConnect: 1,
  dealsToDraft: 1,
  pendingDue: new Map([[1, 1]]),
  followUpsReady: new Map([[1, 1]]),
  unfittedLabels: 9,
} satisfies Partial<CampaignFacts>;
const REST = { leadsToSeed: 5, leadsToEnrich: 5, leadsToEmbed: 5 };

const regular = (facts: Partial<CampaignFacts> = {}) => campaignFacts({ ...BUSY, ...facts });
const partner = (actionFraction: number, facts: Partial<CampaignFacts> = {}) =>
  campaignFacts({ ...BUSY, id: 2, actionFraction, ...facts });

const planned = (campaigns: readonly CampaignFacts[], seed = 1): Plan =>
  plan(planSnapshot({ ...REST, campaigns }), DEFAULT_PACE, NOW, seededRandom(seed));
const lanesOf = ({ firings }: Plan, campaignId: number): Lane[] =>
  firings
    .filter((firing) => firing.campaignId === campaignId && firing.jobs.length > 0)
    .map(({ lane }) => lane);
const reasonOf = ({ waiting }: Plan, campaignId: number, lane: Lane): string | undefined =>
  waiting.find((wait) => wait.campaignId === campaignId && wait.lane === lane)?.reason;

describe('Partners have no qualify or search lane', () => {
  const made = planned([partner(1)]);

  test('and none that only serves those; they connect, check, follow up, draft, settle and are seeded', () => {
    expect(lanesOf(made, 2)).toEqual(['settle', 'connect', 'check-pending', 'follow-up', 'seed', 'draft']);
  });

  test('and are told so, without a turn that would have to be moved', () => {
    for (const lane of ['qualify', 'search', 'keywords', 'enrich', 'embed', 'fit'] as const) {
      expect(reasonOf(made, 2, lane)).toBe('a partner campaign has no such lane');
      expect(made.firings.some((firing) => firing.lane === lane)).toBe(false);
    }
  });

  test('and a regular campaign is not seeded', () => {
    expect(reasonOf(planned([regular()]), 1, 'seed')).toBe('only partner campaigns are seeded');
  });
});

/** Each of `turns` is a tick in which every lane is due. Seeded: the same every time. */
function shareTaken(
  campaigns: readonly CampaignFacts[],
  campaignId: number,
  lane: Lane,
  turns: number,
): number {
  const random = seededRandom(`${lane} ${campaignId}`);
  const snapshot = planSnapshot({ ...REST, campaigns });
  let taken = 0;
  for (let turn = 0; turn < turns; turn++) {
    if (lanesOf(plan(snapshot, DEFAULT_PACE, NOW, random), campaignId).includes(lane)) taken += 1;
  }
  return taken;
}

const TURNS = 2_000;
// One run in a hundred thousand would fall outside by chance; the seed makes this one fixed.
const ALPHA = 1e-5 / 2;

describe('Partner campaigns run with probability action_fraction per firing', () => {
  test.each([0, 0.3, 1].flatMap((fraction) => MAJOR_LANES.map((lane) => ({ fraction, lane }))))(
    '$fraction: $lane',
    ({ fraction, lane }) => {
      const { least, most } = binomialBounds(TURNS, fraction, ALPHA);
      const taken = shareTaken([partner(fraction)], 2, lane, TURNS);
      expect(taken).toBeGreaterThanOrEqual(least);
      expect(taken).toBeLessThanOrEqual(most);
    },
  );
});

describe('while one exists, regular campaigns are skipped with probability = the largest action_fraction', () => {
  test.each(
    [
      { fractions: [0], skipped: 0 },
      { fractions: [0.3], skipped: 0.3 },
      { fractions: [0.1, 0.3], skipped: 0.3 },
      { fractions: [0.3, 1], skipped: 1 },
    ].flatMap((row) => MAJOR_LANES.map((lane) => ({ ...row, lane }))),
  )('$fractions: $lane', ({ fractions, skipped, lane }) => {
    const partners = fractions.map((fraction, i) => partner(fraction, { id: 2 + i }));
    const { least, most } = binomialBounds(TURNS, 1 - skipped, ALPHA);
    const taken = shareTaken([regular(), ...partners], 1, lane, TURNS);
    expect(taken).toBeGreaterThanOrEqual(least);
    expect(taken).toBeLessThanOrEqual(most);
  });

  test('1.0 = only partners run: the regular one still finds and judges people, whom partners live on', () => {
    const made = planned([regular({ candidates: 3 }), partner(1)]);
    expect(lanesOf(made, 1)).toEqual(['settle', 'enrich', 'embed', 'qualify', 'fit', 'draft']);
    expect(lanesOf(made, 2)).toContain('connect');
  });

  test.each([
    { what: 'paused', facts: { paused: true } },
    { what: 'without an account', facts: { accountIds: [] } },
  ])('a partner that is $what does not count', ({ facts }) => {
    expect(lanesOf(planned([regular(), partner(1, facts)]), 1)).toContain('connect');
  });
});

describe('a turn that chance leaves out', () => {
  test('says so, of a partner and of a regular campaign', () => {
    const made = planned([regular(), partner(1), partner(0, { id: 3 })]);
    expect(reasonOf(made, 1, 'connect')).toBe(
      'chance left this turn to the partner campaigns: they have 100 % of them',
    );
    expect(reasonOf(made, 3, 'connect')).toBe(
      'chance left this turn out: the partner campaign takes 0 % of them',
    );
  });

  test('is over: the next one comes after the interval of a turn that was taken', () => {
    const { firings } = planned([partner(0)]);
    const { nextAt } = firings.find(({ lane }) => lane === 'connect') ?? { nextAt: NOW };
    expect(nextAt.getTime()).toBeGreaterThanOrEqual(after(96_000).getTime());
    expect(nextAt.getTime()).toBeLessThanOrEqual(after(144_000).getTime());
  });

  test('is none where there was nothing to do', () => {
    expect(reasonOf(planned([partner(0, { dealsToConnect: 0 })]), 2, 'connect')).toBe(
      'no new deal may be invited now',
    );
  });
});

describe('seed', () => {
  test('waits while enough deals await their invitation', () => {
    expect(reasonOf(planned([partner(1, { newDeals: 20 })]), 2, 'seed')).toBe(
      '20 deals already await their invitation',
    );
  });

  test('waits while other campaigns have disqualified nobody', () => {
    const made = plan(planSnapshot({ campaigns: [partner(1)] }), DEFAULT_PACE, NOW, seededRandom(1));
    expect(reasonOf(made, 2, 'seed')).toBe('there is nobody whom other campaigns disqualified');
  });
});

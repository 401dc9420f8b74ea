import type { AccountFacts, CampaignFacts } from '@fairlead/shared/domain/snapshot';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from './pace.ts';
import { plan } from './plan.ts';
import { accountFacts, after, campaignFacts, NOW, planSnapshot } from './testing/snapshots.ts';

const MINUTE = 60_000;
const room = (places: number, usedShare = 0.5, idleSince: Date | null = after(-MINUTE)) => ({
  invite: { places, usedShare, idleSince },
  message: { places, usedShare, idleSince },
});
const invites = (...at: readonly (readonly [number, number])[]) => ({
  invite: new Map(at.map(([campaignId, ms]) => [campaignId, after(ms)])),
  message: new Map<number, Date>(),
});

interface Planned {
  /** Campaign and account of each invitation. */
  invited: [number, number][];
  reasons: Map<number, string>;
}

function planned(accounts: readonly AccountFacts[], campaigns: readonly CampaignFacts[], seed = 1): Planned {
  const made = plan(planSnapshot({ accounts, campaigns }), DEFAULT_PACE, NOW, seededRandom(seed));
  const jobs = made.firings.filter(({ lane }) => lane === 'connect').flatMap((firing) => firing.jobs);
  return {
    invited: jobs.flatMap(({ payload }): [number, number][] =>
      'accountId' in payload ? [[payload.campaignId, payload.accountId]] : [],
    ),
    reasons: new Map(
      made.waiting
        .filter(({ lane }) => lane === 'connect')
        .map(({ campaignId, reason }) => [campaignId, reason]),
    ),
  };
}

const wanting = (id: number, facts: Partial<CampaignFacts> = {}) =>
  campaignFacts({ id, dealsToConnect: 5, ...facts });
const three = [wanting(1), wanting(2), wanting(3)];

describe('campaigns that share an account', () => {
  const lastActs = invites([1, -MINUTE], [2, -3 * MINUTE], [3, -2 * MINUTE]);

  test('all act while there is a place for each', () => {
    const { invited } = planned([accountFacts({ room: room(3), lastActs })], three);
    expect(invited.map(([campaignId]) => campaignId)).toEqual([1, 2, 3]);
  });

  test('take turns for the last place: it is for who has waited longest, not for the smallest id', () => {
    const { invited, reasons } = planned([accountFacts({ room: room(1), lastActs })], three);
    expect(invited).toEqual([[2, 1]]);
    expect(reasons.get(1)).toBe('ada: the next invite is the turn of a campaign that has waited longer');
    expect(reasons.get(3)).toBe('ada: the last invite that fits now goes to another campaign');
  });

  test('never take more places in one tick than there are', () => {
    const fresh = accountFacts({ room: room(2, 0.9, null) });
    expect(planned([fresh], three).invited).toHaveLength(2);
  });

  test('let somebody who never acted go before', () => {
    const account = accountFacts({ room: room(1), lastActs: invites([1, -MINUTE], [2, -2 * MINUTE]) });
    expect(planned([account], three).invited).toEqual([[3, 1]]);
  });

  test.each([
    ['has nothing to do', { dealsToConnect: 0 }],
    ['is paused', { paused: true }],
    ['has other accounts', { accountIds: [] }],
    ['is a partner', { actionFraction: 0 }],
  ])('do not wait for one that %s', (_, facts) => {
    const account = accountFacts({ room: room(1), lastActs: invites([1, -MINUTE]) });
    expect(planned([account], [wanting(1), wanting(2, facts)]).invited).toEqual([[1, 1]]);
  });

  test('do not wait for ever: a place that nobody took for ten minutes is anybody’s', () => {
    const waiting = accountFacts({ room: room(1, 0.5, after(-10 * MINUTE)), lastActs });
    expect(planned([waiting], [wanting(1), wanting(2, { nextAt: { connect: after(1) } })]).invited).toEqual(
      [],
    );
    const late = accountFacts({ room: room(1, 0.5, after(-10 * MINUTE - 1)), lastActs });
    expect(planned([late], [wanting(1), wanting(2, { nextAt: { connect: after(1) } })]).invited).toEqual([
      [1, 1],
    ]);
  });

  test('go to another account where it is not their turn', () => {
    const first = accountFacts({ room: room(1, 0.1), lastActs });
    const second = accountFacts({ id: 2, handle: 'grace', room: room(9, 0.8) });
    const both = { accountIds: [1, 2] };
    expect(planned([first, second], [wanting(1, both), wanting(2)]).invited).toContainEqual([1, 2]);
  });
});

describe('of the accounts of a campaign that are free', () => {
  const both = [wanting(1, { accountIds: [1, 2] })];

  test('the one is taken that has used the least of its limit', () => {
    const accounts = [accountFacts({ room: room(9, 0.6) }), accountFacts({ id: 2, room: room(1, 0.5) })];
    expect(planned(accounts, both).invited).toEqual([[1, 2]]);
  });

  test('chance decides between equals', () => {
    const accounts = [accountFacts(), accountFacts({ id: 2 })];
    const taken = Array.from({ length: 40 }, (_, seed) => planned(accounts, both, seed).invited[0]?.[1]);
    expect(new Set(taken)).toEqual(new Set([1, 2]));
  });
});

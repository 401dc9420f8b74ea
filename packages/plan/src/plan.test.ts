import { DAY_MS } from '@fairlead/shared/domain/limits';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from './pace.ts';
import { plan } from './plan.ts';
import { EVEN, jobsOf, planLane } from './testing/plan-lane.ts';
import { after, campaignFacts, NOW, planSnapshot, snapshotOf } from './testing/snapshots.ts';

const MINUTE = 60_000;

describe('a lane', () => {
  const due = snapshotOf({ dealsToConnect: 3, nextAt: { connect: after(-5_000) } });

  test('that is due fires once, and is due again after its interval', () => {
    expect(planLane('connect', due)).toEqual({
      firing: {
        campaignId: 1,
        lane: 'connect',
        jobs: [{ name: 'connect', payload: { campaignId: 1, accountId: 1 } }],
        from: after(-5_000),
        nextAt: after(2 * MINUTE),
      },
      wait: undefined,
    });
  });

  test.each([
    { chance: 0, nextAt: after(96_000) },
    { chance: 0.999_999_999, nextAt: after(144_000) },
  ])('is varied by up to 20 %: chance $chance', ({ chance, nextAt }) => {
    expect(planLane('connect', due, {}, { next: () => chance }).firing?.nextAt).toEqual(nextAt);
  });

  test('that never fired is due', () => {
    const { firing } = planLane('connect', snapshotOf({ dealsToConnect: 1 }));
    expect(firing).toMatchObject({ from: null, jobs: [{ name: 'connect' }] });
  });

  test('that is due at this very instant fires', () => {
    expect(jobsOf('connect', snapshotOf({ dealsToConnect: 1, nextAt: { connect: NOW } }))).toHaveLength(1);
  });

  test('whose turn has not come waits for it', () => {
    const early = planLane('connect', snapshotOf({ dealsToConnect: 1, nextAt: { connect: after(1) } }));
    expect(early).toEqual({
      firing: undefined,
      wait: { campaignId: 1, lane: 'connect', reason: 'its turn has not come', until: after(1) },
    });
  });

  test('comes when the clock was set back by a day, and not a day later', () => {
    const ahead = snapshotOf({ dealsToConnect: 1, nextAt: { connect: after(DAY_MS) } });
    expect(jobsOf('connect', ahead)).toHaveLength(1);
    const slow = { minActionIntervalMs: DAY_MS };
    expect(planLane('connect', ahead, slow).firing).toBeUndefined();
  });

  test('with nothing to do is looked at again after a minute, whatever the chance', () => {
    const { firing, wait } = planLane('connect', snapshotOf({}), {}, { next: () => 0 });
    expect(firing).toMatchObject({ jobs: [], nextAt: after(MINUTE) });
    expect(wait).toMatchObject({ reason: 'no new deal may be invited now', until: after(MINUTE) });
  });

  test('of a paused campaign says so and keeps its due time', () => {
    const { firing, wait } = planLane('connect', snapshotOf({ paused: true, dealsToConnect: 1 }));
    expect(firing).toBeUndefined();
    expect(wait).toMatchObject({ reason: 'the campaign is paused', until: null });
  });
});

test('campaigns are planned one by one, each with its own due times', () => {
  const campaigns = [
    campaignFacts({ dealsToConnect: 1, nextAt: { connect: after(1) } }),
    campaignFacts({ id: 2, dealsToConnect: 1 }),
  ];
  const { firings } = plan(planSnapshot({ campaigns }), DEFAULT_PACE, NOW, EVEN);
  expect(firings.filter(({ lane }) => lane === 'connect')).toMatchObject([
    { campaignId: 2, jobs: [{ name: 'connect', payload: { campaignId: 2, accountId: 1 } }] },
  ]);
});

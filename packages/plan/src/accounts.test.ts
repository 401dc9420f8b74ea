import type { PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { describe, expect, test } from 'vitest';
import { jobsOf, planLane, reasonOf } from './testing/plan-lane.ts';
import { accountFacts, after, campaignFacts, NOW, planSnapshot, snapshotOf } from './testing/snapshots.ts';

const MINUTE = 60_000;

describe('the account', () => {
  const wanted = campaignFacts({ dealsToConnect: 1, accountIds: [1, 2] });
  const stopped = accountFacts({ unusableBecause: 'LinkedIn asks for a human: e-mail PIN' });
  const second = accountFacts({ id: 2, handle: 'grace' });
  const planFor = (...accounts: PlanSnapshot['accounts']) =>
    planLane('connect', planSnapshot({ campaigns: [wanted], accounts }));

  test('that is stopped gets nothing, with its reason', () => {
    const { firing, wait } = planFor(stopped);
    expect(firing).toMatchObject({ jobs: [], nextAt: after(MINUTE) });
    expect(wait).toMatchObject({ reason: 'ada: LinkedIn asks for a human: e-mail PIN', until: null });
  });

  test('that rests gets nothing until it works again', () => {
    const until = after(3 * 60 * MINUTE);
    const { wait } = planFor(accountFacts({ rest: { until, reason: 'outside its working hours' } }));
    expect(wait).toMatchObject({ reason: 'ada: outside its working hours', until });
  });

  test('whose writes are paused invites nobody, and goes on reading', () => {
    const account = accountFacts({ writesPausedBecause: 'writes are paused: 3 pages' });
    expect(planFor(account).wait).toMatchObject({ reason: 'ada: writes are paused: 3 pages', until: null });
    const snapshot = snapshotOf({ pendingDue: new Map([[1, 1]]) }, { accounts: [account] });
    expect(jobsOf('check-pending', snapshot)).toHaveLength(1);
  });

  test('whose lane is closed gets nothing until it opens', () => {
    const until = after(3 * 24 * 60 * MINUTE);
    const { wait } = planFor(
      accountFacts({ closedLanes: { connect: { until, reason: 'the weekly limit of LinkedIn' } } }),
    );
    expect(wait).toMatchObject({ reason: 'ada: the weekly limit of LinkedIn', until });
  });

  test('whose lane was closed until now acts again', () => {
    const account = accountFacts({ closedLanes: { connect: { until: NOW, reason: 'over' } } });
    expect(planFor(account).firing?.jobs).toHaveLength(1);
  });

  test('whose other lane is closed acts', () => {
    const account = accountFacts({ closedLanes: { search: { until: after(1), reason: 'x' } } });
    expect(planFor(account).firing?.jobs).toHaveLength(1);
  });

  test('whose limit is used up gets nothing until a place is free', () => {
    const until = after(7 * 60 * MINUTE);
    const { wait } = planFor(accountFacts({ freeAt: { invite: until, message: NOW } }));
    expect(wait).toMatchObject({ reason: 'ada: the limit for invites is used up', until });
  });

  test('whose limit is 0 never gets anything', () => {
    const { wait } = planFor(accountFacts({ freeAt: { invite: null, message: NOW } }));
    expect(wait).toMatchObject({ reason: 'ada: the limit for invites is 0', until: null });
  });

  test('that is free is taken before one that is not', () => {
    expect(planFor(stopped, second).firing?.jobs).toEqual([
      { name: 'connect', payload: { campaignId: 1, accountId: 2 } },
    ]);
  });

  test('that is free soonest is the one waited for', () => {
    const busy = (id: number, minutes: number) =>
      accountFacts({ id, handle: `h${id}`, freeAt: { invite: after(minutes * MINUTE), message: NOW } });
    expect(planFor(busy(1, 9), busy(2, 5)).wait?.until).toEqual(after(5 * MINUTE));
    expect(planFor(busy(1, 5), busy(2, 9)).wait?.until).toEqual(after(5 * MINUTE));
    expect(planFor(stopped, busy(2, 5)).wait?.until).toEqual(after(5 * MINUTE));
    expect(planFor(busy(1, 5), accountFacts({ ...stopped, id: 2 })).wait?.until).toEqual(after(5 * MINUTE));
  });

  test('must work for the campaign', () => {
    const { firing, wait } = planLane(
      'connect',
      planSnapshot({ campaigns: [{ ...wanted, accountIds: [2] }], accounts: [accountFacts()] }),
    );
    expect(firing?.jobs).toEqual([]);
    expect(wait?.reason).toBe('no account works for this campaign');
  });
});

describe.each([
  { lane: 'check-pending', facts: { pendingDue: new Map([[2, 4]]) } },
  { lane: 'follow-up', facts: { followUpsReady: new Map([[2, 4]]) } },
] as const)('$lane', ({ lane, facts }) => {
  const accounts = [accountFacts(), accountFacts({ id: 2, handle: 'grace' })];
  const campaign = campaignFacts({ ...facts, accountIds: [1, 2] });

  test('is done by the account that has the deals', () => {
    expect(jobsOf(lane, planSnapshot({ accounts, campaigns: [campaign] }))).toEqual([
      { name: lane, payload: { campaignId: 1, accountId: 2 } },
    ]);
  });

  test('waits for that account when another is free', () => {
    const busy = [accountFacts(), accountFacts({ id: 2, handle: 'grace', unusableBecause: 'stopped' })];
    const { firing, wait } = planLane(lane, planSnapshot({ accounts: busy, campaigns: [campaign] }));
    expect(firing?.jobs).toEqual([]);
    expect(wait?.reason).toBe('grace: stopped');
  });

  test('has nothing to do without deals', () => {
    expect(jobsOf(lane, snapshotOf({}))).toEqual([]);
    expect(reasonOf(lane, snapshotOf({}))).toMatch(/^no (pending invitation|follow-up) is/);
  });
});

test('looking at invitations spends no limit, sending a follow-up spends that of messages', () => {
  const facts = { pendingDue: new Map([[1, 1]]), followUpsReady: new Map([[1, 1]]) };
  const exhausted = [accountFacts({ freeAt: { invite: null, message: after(1) } })];
  const snapshot = snapshotOf(facts, { accounts: exhausted });
  expect(jobsOf('check-pending', snapshot)).toHaveLength(1);
  expect(reasonOf('follow-up', snapshot)).toBe('ada: the limit for messages is used up');
});

import { DAY_MS, HOUR_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import { expect, test } from 'vitest';
import { BROWSER_JOBS } from './browser-jobs.ts';
import { discoverLeads } from './leads.ts';
import { ML_JOBS } from './ml-jobs.ts';
import { DEFAULT_ODDS, DEFAULT_SIMULATION, START_MS } from './options.ts';
import { createSchedule } from './schedule.ts';
import { nextChangeMs, readSnapshot } from './snapshot.ts';
import { campaignOf, createWorld, type World } from './world.ts';

const ON_ACCOUNT = { campaignId: 1, accountId: 1 };
const IN_CAMPAIGN = { campaignId: 1 };
const CERTAIN = {
  ...DEFAULT_ODDS,
  ...{ yesRate: 1, acceptRate: 1, acceptDays: 0 },
  ...{
    inaccessibleShare: 0,
    noCompanyShare: 0,
    noControlShare: 0,
    limitDialogRate: 0,
    messageRefusedRate: 0,
  },
};
const limits = { connectDaily: 2, connectWeekly: 100, followUpDaily: 1 };

function worldOf(odds = CERTAIN): World {
  return createWorld({ ...DEFAULT_SIMULATION, limits, odds }, () => {});
}

function factsOf(world: World, nowMs: number) {
  const schedule = createSchedule({ campaignIds: [1], tickMs: 1, idleRecheckMs: 1, leap: true });
  const { accounts, campaigns, ...rest } = readSnapshot(world, schedule, nowMs);
  return { ...rest, ...campaigns[0], freeAt: accounts[0]?.freeAt, closed: accounts[0]?.closedLanes };
}

/** As many people, read and embedded. */
function withCandidates(world: World, count: number, nowMs: number): void {
  discoverLeads(
    world,
    Array.from({ length: count }, (_, i) => i + 1),
    nowMs,
  );
  while (world.toEnrich.size > 0) BROWSER_JOBS.enrich(ON_ACCOUNT, world, nowMs);
  ML_JOBS.embed({}, world, nowMs);
}

test('each job moves what the next lane is told', () => {
  const world = worldOf();
  const at = (hours: number): number => START_MS + hours * HOUR_MS;
  discoverLeads(world, [1, 2, 3, 3], at(0));
  expect(factsOf(world, at(0))).toMatchObject({
    leads: 3,
    leadsToEnrich: 3,
    leadsToEmbed: 0,
    unusedKeywords: 0,
  });
  ML_JOBS.keywords(IN_CAMPAIGN, world, at(0));
  BROWSER_JOBS.enrich(ON_ACCOUNT, world, at(0));
  expect(factsOf(world, at(0))).toMatchObject({ leadsToEnrich: 0, leadsToEmbed: 3, unusedKeywords: 10 });
  ML_JOBS.embed({}, world, at(0));
  expect(factsOf(world, at(0))).toMatchObject({ leadsToEmbed: 0, candidates: 3, unfittedLabels: 0 });
  ML_JOBS.qualify(IN_CAMPAIGN, world, at(0));
  expect(factsOf(world, at(0))).toMatchObject({ candidates: 2, dealsToConnect: 1, unfittedLabels: 1 });
  ML_JOBS.fit(IN_CAMPAIGN, world, at(0));
  BROWSER_JOBS.connect(ON_ACCOUNT, world, at(0));
  expect(factsOf(world, at(23.9))).toMatchObject({
    dealsToConnect: 0,
    pendingDue: new Map(),
    unfittedLabels: 0,
  });
  expect(factsOf(world, at(24)).pendingDue).toEqual(new Map([[1, 1]]));
  BROWSER_JOBS['check-pending'](ON_ACCOUNT, world, at(24));
  expect(factsOf(world, at(24))).toMatchObject({ pendingDue: new Map(), dealsToDraft: 1 });
  ML_JOBS.draft(IN_CAMPAIGN, world, at(25));
  expect(factsOf(world, at(25))).toMatchObject({ dealsToDraft: 0, followUpsReady: new Map([[1, 1]]) });
  BROWSER_JOBS['follow-up'](ON_ACCOUNT, world, at(25));
  expect(factsOf(world, at(25))).toMatchObject({
    followUpsReady: new Map(),
    freeAt: { invite: new Date(at(25)), message: new Date(at(49)) },
  });
});

test('an account is free when its windows are, and time alone changes that', () => {
  const world = worldOf();
  withCandidates(world, 3, START_MS);
  for (let i = 0; i < 3; i++) ML_JOBS.qualify(IN_CAMPAIGN, world, START_MS);
  BROWSER_JOBS.connect(ON_ACCOUNT, world, START_MS);
  BROWSER_JOBS.connect(ON_ACCOUNT, world, START_MS + HOUR_MS);
  const nowMs = START_MS + 2 * HOUR_MS;
  expect(factsOf(world, nowMs).freeAt?.invite).toEqual(new Date(START_MS + DAY_MS));
  expect(nextChangeMs(world, nowMs)).toBe(START_MS + DAY_MS);
  // The job finds the window full, as the ledger would, and closes the lane.
  BROWSER_JOBS.connect(ON_ACCOUNT, world, nowMs);
  expect(factsOf(world, nowMs)).toMatchObject({
    dealsToConnect: 1,
    closed: { connect: { until: new Date(START_MS + DAY_MS), reason: 'The limit for invites is used up.' } },
  });
  expect(factsOf(world, START_MS + DAY_MS)).toMatchObject({
    closed: {},
    freeAt: { invite: new Date(START_MS + DAY_MS) },
  });
});

test('a weekly-limit dialog closes the lane for a week and spends nothing', () => {
  const world = worldOf({ ...CERTAIN, limitDialogRate: 1 });
  withCandidates(world, 1, START_MS);
  ML_JOBS.qualify(IN_CAMPAIGN, world, START_MS);
  BROWSER_JOBS.connect(ON_ACCOUNT, world, START_MS);
  const { closed, dealsToConnect, freeAt } = factsOf(world, START_MS);
  expect(closed).toEqual({
    connect: { until: new Date(START_MS + WEEK_MS), reason: 'the weekly-limit dialog of LinkedIn' },
  });
  expect([dealsToConnect, freeAt?.invite]).toEqual([1, new Date(START_MS)]);
});

test('an invitation without an outcome is settled before anything else is done for the person', () => {
  const world = worldOf({ ...CERTAIN, unknownRate: 1 });
  withCandidates(world, 1, START_MS);
  ML_JOBS.qualify(IN_CAMPAIGN, world, START_MS);
  BROWSER_JOBS.connect(ON_ACCOUNT, world, START_MS);
  expect(factsOf(world, START_MS)).toMatchObject({ dealsToConnect: 0, actsToSettle: new Map([[1, 1]]) });
  BROWSER_JOBS.settle(ON_ACCOUNT, world, START_MS);
  expect(factsOf(world, START_MS).actsToSettle).toEqual(new Map());
  expect(world.deals.map(({ state }) => state)).toEqual(['PENDING']);
});

test('a look that finds an invitation pending is followed by one after twice as long', () => {
  const world = worldOf({ ...CERTAIN, acceptRate: 0 });
  withCandidates(world, 1, START_MS);
  ML_JOBS.qualify(IN_CAMPAIGN, world, START_MS);
  BROWSER_JOBS.connect(ON_ACCOUNT, world, START_MS);
  const line = campaignOf(world, 1).toCheck.get(1);
  const dueHours = [24, 72, 168, 360].map((expected) => {
    const dueMs = line?.nextMs(START_MS + (expected - 1) * HOUR_MS) ?? 0;
    BROWSER_JOBS['check-pending'](ON_ACCOUNT, world, dueMs);
    return (dueMs - START_MS) / HOUR_MS;
  });
  expect(dueHours).toEqual([24, 72, 168, 360]);
});

test('a job whose work is done already changes nothing', () => {
  const world = worldOf();
  const ends = [
    ...Object.values(BROWSER_JOBS).map((handle) => handle(ON_ACCOUNT, world, START_MS)),
    ML_JOBS.qualify(IN_CAMPAIGN, world, START_MS),
    ML_JOBS.draft(IN_CAMPAIGN, world, START_MS),
    ML_JOBS.embed({}, world, START_MS),
  ];
  expect(ends.map(({ changed }) => changed)).toEqual(ends.map(() => false));
});

import type { Lane } from '@fairlead/shared/domain/lane';
import {
  addAccount,
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../database.ts';
import { claimLanes, closeLane, closuresAt, readSchedules } from './schedule.ts';

let database: MigratedDatabase;
let rival: Database;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('schedule');
  rival = await connectDatabase(database.url);
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(async () => {
  await rival.destroy();
  await database.drop();
});

const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('claimLanes', () => {
  const claimLane = async (db: Database, id: number, lane: Lane, from: Date | null, nextAt: Date) =>
    (await claimLanes(db, [{ campaignId: id, lane, from, nextAt }])).length === 1;
  /** Two schedulers that read the same schedule. */
  const race = (from: Date | null, to: Date) =>
    Promise.all([database.db, rival].map((db) => claimLane(db, campaignId, 'connect', from, to)));

  test('is won by one scheduler, the first time and every time after', async () => {
    expect((await race(null, minutesLater(2))).filter(Boolean)).toHaveLength(1);
    expect((await race(minutesLater(2), minutesLater(4))).filter(Boolean)).toHaveLength(1);
    expect(await readSchedules(database.db)).toEqual(new Map([[campaignId, { connect: minutesLater(4) }]]));
  });

  test('is lost by one that read an old schedule', async () => {
    await claimLane(database.db, campaignId, 'connect', null, minutesLater(2));
    expect(await claimLane(rival, campaignId, 'connect', null, minutesLater(9))).toBe(false);
    expect(await claimLane(rival, campaignId, 'connect', minutesLater(1), minutesLater(9))).toBe(false);
    expect(await readSchedules(database.db)).toEqual(new Map([[campaignId, { connect: minutesLater(2) }]]));
  });

  test('keeps instants to the millisecond, so that its own claim is found again', async () => {
    const odd = new Date(NOW.getTime() + 123);
    await claimLane(database.db, campaignId, 'search', null, odd);
    expect(await claimLane(database.db, campaignId, 'search', odd, minutesLater(1))).toBe(true);
  });

  test('moves many at once, and returns those that were where they were said to be', async () => {
    const other = await addCampaign(database.db);
    const [before, after] = [minutesLater(2), minutesLater(4)];
    const lanes = ['connect', 'search', 'enrich'] as const;
    const first = lanes.map((lane) => ({ campaignId, lane, from: null, nextAt: before }));
    expect(await claimLanes(database.db, first)).toEqual(first);
    await claimLane(rival, campaignId, 'search', before, minutesLater(3));
    const second = lanes.map((lane) => ({ campaignId, lane, from: before, nextAt: after }));
    const fresh = { campaignId: other, lane: 'search' as const, from: null, nextAt: after };
    expect(await claimLanes(database.db, [...second, fresh])).toEqual([second[0], second[2], fresh]);
    expect(await claimLanes(database.db, [])).toEqual([]);
    expect(await readSchedules(database.db)).toEqual(
      new Map([
        [campaignId, { connect: after, search: minutesLater(3), enrich: after }],
        [other, { search: after }],
      ]),
    );
  });

  test('moves one lane of one campaign', async () => {
    const other = await addCampaign(database.db);
    await claimLane(database.db, campaignId, 'connect', null, minutesLater(2));
    expect(await claimLane(database.db, campaignId, 'search', null, minutesLater(2))).toBe(true);
    expect(await claimLane(database.db, other, 'connect', null, minutesLater(2))).toBe(true);
  });
});

describe('closures', () => {
  const close = (until: Date, reason: string) =>
    closeLane(database.db, { accountId, lane: 'connect', until, reason });

  test('hold until their time has come', async () => {
    await close(minutesLater(10), 'weekly limit');
    expect(await closuresAt(database.db, minutesLater(9))).toEqual([
      { accountId, lane: 'connect', until: minutesLater(10), reason: 'weekly limit' },
    ]);
    expect(await closuresAt(database.db, minutesLater(10))).toEqual([]);
  });

  test('are only ever extended', async () => {
    await close(minutesLater(10), 'weekly limit');
    await close(minutesLater(5), 'shorter');
    expect(await closuresAt(database.db, NOW)).toMatchObject([{ reason: 'weekly limit' }]);
    await close(minutesLater(20), 'longer');
    expect(await closuresAt(database.db, NOW)).toMatchObject([{ until: minutesLater(20), reason: 'longer' }]);
  });
});

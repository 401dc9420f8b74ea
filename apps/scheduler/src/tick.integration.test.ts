import { addKeywords } from '@fairlead/db/repositories/keywords';
import { latestPlanReport } from '@fairlead/db/repositories/plan-reports';
import { spentActions } from '@fairlead/db/repositories/spent';
import { DEFAULT_PACE } from '@fairlead/plan/pace';
import { DAY_MS, HOUR_MS, quotasFor } from '@fairlead/shared/domain/limits';
import { connectRedis, type Redis } from '@fairlead/shared/queue/connection';
import { createLimiter } from '@fairlead/shared/queue/limiter';
import { createProducer, type Producer } from '@fairlead/shared/queue/producer';
import { type ManualClock, manualClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  addVector,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type TickDeps, tick } from './tick.ts';

const LIMITS = { connectDaily: 1, connectWeekly: 5, followUpDaily: 1 };

let database: MigratedDatabase;
let corner: TestRedis;
let redis: Redis;
let producers: Producer[];
let clock: ManualClock;

beforeAll(async () => {
  database = await openMigratedDatabase('tick');
  corner = createTestRedis('tick');
  redis = await connectRedis(corner.url, 'producer');
});
beforeEach(() => {
  producers = [];
  clock = manualClock(NOW);
});
afterEach(async () => {
  await Promise.all(producers.map((producer) => producer.close()));
  await corner.drop();
  await emptyTables(database);
});
afterAll(async () => {
  redis.disconnect();
  await database.drop();
});

/** A scheduler whose keys begin with `prefix`. */
function scheduler(prefix = corner.prefix, seed = 1): TickDeps {
  const producer = createProducer(redis, prefix);
  producers.push(producer);
  return {
    db: database.db,
    producer,
    limiter: createLimiter(redis, prefix),
    clock,
    clockWatch: { setForwardByMs: () => 0 },
    random: seededRandom(seed),
    pace: DEFAULT_PACE,
    embeddingModel: TEST_MODEL,
  };
}

/** Work for connect, enrich and qualify: three jobs. */
async function addWork(): Promise<{ accountId: number; campaignId: number }> {
  const { db } = database;
  const accountId = await addAccount(db, { limits: LIMITS });
  const campaignId = await addCampaign(db, [accountId]);
  const { leadId } = await addDeal(db, { campaignId });
  await addVector(db, leadId);
  await addUrlOnlyLead(db);
  await addKeywords(db, campaignId, ['wind park operations'], NOW);
  const candidate = await addLead(db);
  await addVector(db, candidate.leadId);
  return { accountId, campaignId };
}

/** The lanes of the jobs that wait in a queue, in the order they will be taken. */
async function lanesIn(queue: string, prefix = corner.prefix): Promise<string[]> {
  const ids = await redis.zrange(`${prefix}:${queue}:prioritized`, '0', '-1');
  return await Promise.all(
    ids.map(async (id) => (await redis.hget(`${prefix}:${queue}:${id}`, 'name')) ?? ''),
  );
}

describe('when the clock was set back', () => {
  test('delayed jobs run now, once: they would be kept until it comes round again', async () => {
    const { accountId } = await addWork();
    const deps = scheduler();
    const promoteDelayed = vi.fn(() => Promise.resolve());
    const watched = { ...deps, producer: { ...deps.producer, promoteDelayed } };
    await tick(watched);
    clock.set(new Date(NOW.getTime() - 30_000));
    await tick(watched);
    expect(promoteDelayed).not.toHaveBeenCalled();
    clock.set(new Date(NOW.getTime() - DAY_MS));
    await tick(watched);
    await tick(watched);
    expect(promoteDelayed).toHaveBeenCalledExactlyOnceWith(['ml', `browser.${accountId}`]);
  });

  test('lanes that were due tomorrow fire now', async () => {
    await addWork();
    const deps = scheduler();
    await tick(deps);
    await corner.drop();
    clock.set(new Date(NOW.getTime() - DAY_MS));
    expect(await tick(deps)).toMatchObject({ enqueued: 3 });
  });
});

describe('when the clock was set forward', () => {
  const byMs = DAY_MS;

  /** An invitation of a minute ago fills the window of one; then the clock says a day more. */
  async function withFullWindow() {
    const { accountId, campaignId } = await addWork();
    const { db } = database;
    const { leadId, dealId } = await addDeal(db, { campaignId });
    const at = new Date(NOW.getTime() - 60_000);
    await addAction(db, { kind: 'invite', state: 'done', accountId, leadId, dealId, at });
    await tick(scheduler());
    clock.set(new Date(NOW.getTime() + byMs));
    const now = clock.now();
    const inWindow = async () =>
      (await spentActions(db, accountId, 'invite', quotasFor('invite', LIMITS), now)).map((each) => each.at);
    return { inWindow, doneAt: new Date(at.getTime() + byMs) };
  }

  test('what was done stays in its window as long as it really does', async () => {
    const { inWindow, doneAt } = await withFullWindow();
    await tick({ ...scheduler(), clockWatch: { setForwardByMs: () => byMs } });
    expect(await inWindow()).toEqual([doneAt]);
    expect((await latestPlanReport(database.db))?.planned.map(({ name }) => name)).not.toContain('connect');
  });

  test('two schedulers that find it out tell the times anew once', async () => {
    const { inWindow, doneAt } = await withFullWindow();
    const watching = { clockWatch: { setForwardByMs: () => byMs } };
    await Promise.all([tick({ ...scheduler(), ...watching }), tick({ ...scheduler(), ...watching })]);
    expect(await inWindow()).toEqual([doneAt]);
  });
});

describe('a tick', () => {
  test('puts the work into the queues of the account and of the ML workers', async () => {
    const { accountId, campaignId } = await addWork();
    expect(await tick(scheduler())).toMatchObject({ outcome: 'planned', enqueued: 3 });
    expect(await lanesIn(`browser.${accountId}`)).toEqual(['connect', 'enrich']);
    expect(await lanesIn('ml')).toEqual(['qualify']);
    const [id = ''] = await redis.zrange(`${corner.prefix}:ml:prioritized`, '0', '-1');
    expect(JSON.parse((await redis.hget(`${corner.prefix}:ml:${id}`, 'data')) ?? '')).toEqual({ campaignId });
  });

  test('writes down what it planned, and why it did not plan the rest', async () => {
    const { accountId, campaignId } = await addWork();
    await tick(scheduler());
    const report = await latestPlanReport(database.db);
    expect(report?.at).toEqual(NOW);
    expect(report?.planned).toEqual([
      { name: 'connect', payload: { campaignId, accountId } },
      { name: 'enrich', payload: { campaignId, accountId } },
      { name: 'qualify', payload: { campaignId } },
    ]);
    expect(report?.waiting).toHaveLength(9);
    expect(report?.waiting).toContainEqual({
      campaignId,
      lane: 'search',
      reason: 'there are leads to judge first',
      until: new Date(NOW.getTime() + 60_000),
    });
  });

  test('does not fire a lane again before its turn, not even from another process', async () => {
    await addWork();
    await tick(scheduler());
    clock.advance(1_000);
    expect(await tick(scheduler(corner.prefix, 2))).toMatchObject({ enqueued: 0 });
  });

  test('leaves work that still waits alone when the lane is due again', async () => {
    const { accountId } = await addWork();
    const deps = scheduler();
    await tick(deps);
    clock.advance(HOUR_MS);
    await tick(deps);
    expect(await lanesIn(`browser.${accountId}`)).toEqual(['connect', 'enrich']);
  });

  test('plans nothing for a stopped account', async () => {
    const { accountId } = await addWork();
    await database.db
      .updateTable('account')
      .set({ health: 'stopped', health_reason: 'LinkedIn asks for a human' })
      .execute();
    await tick(scheduler());
    expect(await lanesIn(`browser.${accountId}`)).toEqual([]);
    const report = await latestPlanReport(database.db);
    expect(report?.waiting.find(({ lane }) => lane === 'connect')?.reason).toMatch(
      /LinkedIn asks for a human$/,
    );
  });
});

test('two ticks at once fire each lane once between them', async () => {
  const { accountId } = await addWork();
  // Apart in Redis, so that its deduplication cannot hide a lane fired twice.
  const prefixes = [`${corner.prefix}:a`, `${corner.prefix}:b`];
  await Promise.all(prefixes.map((prefix, i) => tick(scheduler(prefix, i))));
  const lanes = await Promise.all(
    prefixes.flatMap((prefix) => [lanesIn(`browser.${accountId}`, prefix), lanesIn('ml', prefix)]),
  );
  expect(lanes.flat().sort()).toEqual(['connect', 'enrich', 'qualify']);
});

test('a tick that is overtaken leaves alone what the other fired', async () => {
  // A tick claims a hundred lanes, then enqueues, then claims the next; a campaign has eleven.
  const accounts: number[] = [];
  for (let i = 0; i < 10; i++) accounts.push((await addWork()).accountId);
  const [first = 0, last = 0] = [accounts.at(0), accounts.at(-1)];
  const prefixes = { slow: `${corner.prefix}:slow`, fast: `${corner.prefix}:fast` };
  // Lanes that never fired are claimed in another way than those that did.
  for (const _ of ['never fired', 'fired before']) {
    const slow = scheduler(prefixes.slow);
    let overtaking: Promise<unknown> | null = null;
    const enqueue: Producer['enqueue'] = async (job, slot) => {
      overtaking ??= tick(scheduler(prefixes.fast, 2));
      await overtaking;
      await slow.producer.enqueue(job, slot);
    };
    await tick({ ...slow, producer: { ...slow.producer, enqueue } });
    expect(await lanesIn(`browser.${first}`, prefixes.slow)).toEqual(['connect', 'enrich']);
    expect(await lanesIn(`browser.${first}`, prefixes.fast)).toEqual([]);
    expect(await lanesIn(`browser.${last}`, prefixes.slow)).toEqual([]);
    expect(await lanesIn(`browser.${last}`, prefixes.fast)).toEqual(['connect', 'enrich']);
    expect(await lanesIn('ml', prefixes.slow)).toHaveLength(9);
    expect(await lanesIn('ml', prefixes.fast)).toEqual(['qualify']);
    await corner.drop();
    clock.advance(HOUR_MS);
  }
});

describe('after Redis was wiped', () => {
  test('the limiters say again what the ledger says', async () => {
    const { accountId, campaignId } = await addWork();
    const { leadId, dealId } = await addDeal(database.db, { campaignId, accountId, state: 'PENDING' });
    await addAction(database.db, { kind: 'invite', state: 'done', accountId, leadId, dealId });
    const deps = scheduler();
    const reserve = (kind: 'invite' | 'message') =>
      deps.limiter.reserve(accountId, kind, quotasFor(kind, LIMITS), 'probe', NOW);
    for (let wiped = 0; wiped < 2; wiped++) {
      await corner.drop();
      await expect(reserve('invite')).rejects.toThrow('waits to be rebuilt');
      expect(await tick(deps)).toMatchObject({ limitersRebuilt: 2 });
      expect(await reserve('invite')).toEqual({
        granted: false,
        freeAt: new Date(NOW.getTime() + 24 * HOUR_MS),
      });
      expect(await reserve('message')).toEqual({ granted: true });
    }
    expect(await tick(deps)).toMatchObject({ limitersRebuilt: 0 });
  });

  test('the work is put back when its lanes are due', async () => {
    const { accountId } = await addWork();
    const deps = scheduler();
    await tick(deps);
    await corner.drop();
    clock.advance(10 * 60_000);
    expect(await tick(deps)).toMatchObject({ enqueued: 3 });
    expect(await lanesIn(`browser.${accountId}`)).toEqual(['connect', 'enrich']);
    expect(await lanesIn('ml')).toEqual(['qualify']);
  });
});

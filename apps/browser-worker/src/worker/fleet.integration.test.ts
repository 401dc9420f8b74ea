import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { TAKEOVER_QUIET_MS } from '@fairlead/shared/domain/action';
import { connectRedis, type Redis } from '@fairlead/shared/queue/connection';
import { addAccount } from '@fairlead/testing/builders';
import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openWorlds, SILENT, type Worlds } from '../testing/account-world.ts';
import { createFleet, type Fleet, HEARTBEAT_MS, LEASE_TTL_MS } from './fleet.ts';

let worlds: Worlds;
let corner: TestRedis;
let redis: Redis;

beforeAll(async () => {
  worlds = await openWorlds('fleet');
  corner = createTestRedis('fleet');
  redis = await connectRedis(corner.url, 'producer');
  // Leases are named by account id, which tests of other files have too.
  redis.options.keyPrefix = corner.prefix;
});
afterEach(() => corner.drop());
afterAll(async () => {
  redis.disconnect();
  await worlds.close();
});

const leaseKey = (accountId: number): string => `fairlead:lease:account:${accountId}`;

/** A fleet whose workers do nothing but remember. */
interface Crew {
  fleet: Fleet;
  /** Accounts worked now, ascending. */
  working(): number[];
  /** Accounts taken so far, in order. */
  started: number[];
  /** Accounts whose open page was looked at, in order. */
  attended: number[];
  /** The tokens under which they were taken. */
  tokens: number[];
  /** Makes the account's worker take until the returned function is called, or fail, to stop. */
  delayStop(accountId: number): { finish: () => void; fail: (error: Error) => void };
}

function createCrew(): Crew {
  const started: number[] = [];
  const tokens: number[] = [];
  const attended: number[] = [];
  const working = new Set<number>();
  const delays = new Map<number, Promise<void>>();
  const fleet = createFleet({
    db: worlds.db,
    redis,
    log: SILENT,
    limiter: worlds.limiter,
    startWorker: (accountId, lease, fencingToken) => {
      started.push(accountId);
      tokens.push(fencingToken);
      working.add(accountId);
      const stop = async () => {
        working.delete(accountId);
        await delays.get(accountId);
        await lease.release();
      };
      return { lease, stop, attend: () => void attended.push(accountId) };
    },
  });
  const delayStop: Crew['delayStop'] = (accountId) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    delays.set(accountId, promise);
    return { finish: resolve, fail: reject };
  };
  return { fleet, started, attended, tokens, delayStop, working: () => [...working].sort((a, b) => a - b) };
}

async function addAccounts(count: number): Promise<number[]> {
  const { accountId } = await worlds.begin();
  const ids = [accountId];
  for (let i = 1; i < count; i++) ids.push(await addAccount(worlds.db));
  return ids;
}

const switchTo = (accountId: number, active: boolean) =>
  worlds.db.updateTable('account').set({ active }).where('id', '=', accountId).execute();

/** Lets the lease run out almost, so that a renewal shows. */
const almostExpire = (accountId: number) => redis.pexpire(leaseKey(accountId), LEASE_TTL_MS / 2);
const remainingMs = (accountId: number): Promise<number> => redis.pttl(leaseKey(accountId));

test('a replica that died is replaced, and what it left is settled, within 30 s', () => {
  expect(LEASE_TTL_MS + HEARTBEAT_MS + TAKEOVER_QUIET_MS).toBeLessThan(30_000);
});

test('whoever takes an account over gets a higher token than anybody before, also after Redis was wiped', async () => {
  await addAccounts(1);
  const [a, b] = [createCrew(), createCrew()];
  await a.fleet.beat();
  await corner.drop();
  await b.fleet.beat();
  const [first = 0, second = 0] = [a.tokens.at(-1), b.tokens.at(-1)];
  expect(second).toBe(first + 1);
});

describe('replicas', () => {
  test('share the accounts, each account at one of them', async () => {
    const [first = 0, second = 0] = await addAccounts(2);
    const [a, b] = [createCrew(), createCrew()];
    await a.fleet.beat();
    const third = await addAccount(worlds.db);
    await b.fleet.beat();
    await a.fleet.beat();
    expect(a.working()).toEqual([first, second]);
    expect(a.fleet.held()).toEqual([first, second]);
    expect(b.working()).toEqual([third]);
    expect(a.started).toEqual([first, second]);
  });

  test('that begin at once never take the same account', async () => {
    const accounts = await addAccounts(3);
    const crews = [createCrew(), createCrew(), createCrew()];
    await Promise.all(crews.map(({ fleet }) => fleet.beat()));
    expect(crews.flatMap(({ started }) => started).sort((x, y) => x - y)).toEqual(accounts);
  });

  test('take over what another gives back', async () => {
    const accounts = await addAccounts(2);
    const [a, b] = [createCrew(), createCrew()];
    await a.fleet.beat();
    await a.fleet.stop();
    await b.fleet.beat();
    expect(a.working()).toEqual([]);
    expect(a.fleet.held()).toEqual([]);
    expect(b.working()).toEqual(accounts);
  });
});

describe('a beat', () => {
  test('renews the leases', async () => {
    const [accountId = 0] = await addAccounts(1);
    const { fleet } = createCrew();
    await fleet.beat();
    await almostExpire(accountId);
    await fleet.beat();
    expect(await remainingMs(accountId)).toBeGreaterThan(LEASE_TTL_MS / 2);
  });

  test('drops an account whose lease was lost, and leaves it to the new holder', async () => {
    const [accountId = 0] = await addAccounts(1);
    const [a, b] = [createCrew(), createCrew()];
    await a.fleet.beat();
    await redis.del(leaseKey(accountId));
    await b.fleet.beat();
    await a.fleet.beat();
    expect(a.working()).toEqual([]);
    await a.fleet.beat();
    expect(a.started).toEqual([accountId]);
    await b.fleet.beat();
    expect(b.working()).toEqual([accountId]);
  });

  test('drops an account that was stopped by a restored backup, and takes it again when a human has cleared it', async () => {
    const [first = 0, second = 0] = await addAccounts(2);
    const { fleet, working } = createCrew();
    await fleet.beat();
    const restored = { health: 'stopped', health_reason: 'Restored from a backup' } as const;
    await worlds.db.updateTable('account').set(restored).where('id', '=', first).execute();
    await fleet.beat();
    expect(working()).toEqual([second]);
    await applyHealthEvent(worlds.db, first, { kind: 'human-cleared' });
    await fleet.beat();
    expect(working()).toEqual([first, second]);
  });

  test('keeps an account that asks for a human, and looks at its page at each beat', async () => {
    const [first = 0, second = 0] = await addAccounts(2);
    const { fleet, working, started, attended } = createCrew();
    await fleet.beat();
    await applyHealthEvent(worlds.db, first, { kind: 'checkpoint', detail: 'PIN', challenge: 'email-pin' });
    await fleet.beat();
    await fleet.beat();
    expect(working()).toEqual([first, second]);
    expect(attended).toEqual([first, first]);
    await applyHealthEvent(worlds.db, first, { kind: 'human-passed' });
    await fleet.beat();
    expect(attended).toEqual([first, first]);
    expect(started).toEqual([first, second]);
  });

  test('takes such an account after a restart, so that its page is open again', async () => {
    const [first = 0] = await addAccounts(1);
    await applyHealthEvent(worlds.db, first, { kind: 'session-lost', detail: 'login page' });
    const { fleet, working, attended } = createCrew();
    await fleet.beat();
    await fleet.beat();
    expect([working(), attended]).toEqual([[first], [first]]);
  });

  test('keeps the page of a restricted account open, and expects nothing of it', async () => {
    const [first = 0] = await addAccounts(1);
    const { fleet, working, attended } = createCrew();
    await fleet.beat();
    await applyHealthEvent(worlds.db, first, { kind: 'checkpoint', detail: 'x', challenge: 'restricted' });
    await fleet.beat();
    expect([working(), attended]).toEqual([[first], []]);
  });

  test('does not take an account that is switched off', async () => {
    await addAccounts(1);
    await worlds.db.updateTable('account').set({ active: false }).execute();
    const { fleet, started } = createCrew();
    await fleet.beat();
    expect(started).toEqual([]);
  });

  test('does not wait for the last job of a dropped account, and keeps its lease until it is done', async () => {
    const [first = 0, second = 0] = await addAccounts(2);
    const { fleet, started, delayStop } = createCrew();
    const { finish } = delayStop(first);
    await fleet.beat();
    await switchTo(first, false);
    await fleet.beat();
    await switchTo(first, true);
    for (const accountId of [first, second]) await almostExpire(accountId);
    await fleet.beat();
    for (const accountId of [first, second]) {
      expect(await remainingMs(accountId)).toBeGreaterThan(LEASE_TTL_MS / 2);
    }
    expect(started).toEqual([first, second]);
    finish();
    await fleet.stop();
    expect(await remainingMs(first)).toBe(-2);
  });

  test('goes on when a worker does not stop cleanly', async () => {
    const [first = 0, second = 0] = await addAccounts(2);
    const { fleet, working, delayStop } = createCrew();
    const { fail } = delayStop(first);
    await fleet.beat();
    await switchTo(first, false);
    await fleet.beat();
    fail(new Error('The browser is gone.'));
    await fleet.beat();
    expect(working()).toEqual([second]);
    await fleet.stop();
  });
});

test('stopping takes nothing more, keeps the leases of running jobs, and waits for them', async () => {
  const [first = 0] = await addAccounts(1);
  const { fleet, started, delayStop } = createCrew();
  const { finish } = delayStop(first);
  await fleet.beat();
  let isStopped = false;
  const stopping = fleet.stop().then(() => {
    isStopped = true;
  });
  await addAccount(worlds.db);
  await almostExpire(first);
  await fleet.beat();
  expect(started).toEqual([first]);
  expect(await remainingMs(first)).toBeGreaterThan(LEASE_TTL_MS / 2);
  expect(isStopped).toBe(false);
  finish();
  await stopping;
  expect(await remainingMs(first)).toBe(-2);
});

import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccount, getSecretsOf } from '@fairlead/db/repositories/accounts';
import { addKeywords, listKeywords } from '@fairlead/db/repositories/keywords';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis, type Redis } from '@fairlead/shared/queue/connection';
import { acquireLease, type Lease } from '@fairlead/shared/queue/lease';
import { createProducer, type Producer } from '@fairlead/shared/queue/producer';
import { onBehalfOf } from '@fairlead/shared/runtime/correlation';
import { Checkpoint } from '@fairlead/shared/runtime/errors';
import { createLogger, type Logger } from '@fairlead/shared/runtime/logger';
import { addDeal, NOW } from '@fairlead/testing/builders';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { LinkedInDriver } from '../driver/port.ts';
import { openWorlds, SILENT, VAULT, type World, type Worlds } from '../testing/account-world.ts';
import { eventKinds, ledgerRows } from '../testing/rows.ts';
import { type AccountWorker, startAccountWorker } from './account-worker.ts';

let worlds: Worlds;
let commands: Redis;
let consuming: Redis;
let producer: Producer;

beforeAll(async () => {
  worlds = await openWorlds('account_worker');
});
beforeEach(async () => {
  // Queues are named by account id, which tests of other files have too: a logical database of our own.
  const url = new URL(createTestRedis('account-worker').url);
  url.pathname = '/12';
  commands = await connectRedis(url.href, 'producer');
  consuming = await connectRedis(url.href, 'worker');
  producer = createProducer(commands, QUEUE_PREFIX);
});
afterEach(async () => {
  await producer.close();
  await commands.flushdb();
  commands.disconnect();
  consuming.disconnect();
});
afterAll(() => worlds.close());

interface StartOptions {
  /** What stands between the worker and the fake. */
  wrap?: (driver: LinkedInDriver) => LinkedInDriver;
  log?: Logger;
  finishWithinMs?: number;
}

async function start(
  { accountId, linkedIn, deps }: World,
  { wrap = (driver) => driver, log = SILENT, finishWithinMs = 20_000 }: StartOptions = {},
): Promise<{ worker: AccountWorker; lease: Lease }> {
  const lease = await acquireLease(commands, 'lease', 60_000);
  if (!lease) throw new Error('The lease of an earlier test was not given back.');
  const worker = startAccountWorker(accountId, lease, {
    db: worlds.db,
    vault: VAULT,
    clock: worlds.clock,
    log,
    connection: consuming,
    fencingToken: deps.fencingToken,
    limiter: worlds.limiter,
    readIntervalMs: 1,
    maxLeads: null,
    exit: (error) => {
      throw error;
    },
    finishWithinMs,
    openDriver: ({ onDiscovered }) => Promise.resolve(wrap(linkedIn.newDriver('open', onDiscovered))),
  });
  return { worker, lease };
}

/** Tells of people searches, which the tests wait for. */
function watched(driver: LinkedInDriver, onVerb: (verb: string) => void): LinkedInDriver {
  return {
    ...driver,
    searchPeople: (keywords, page) => {
      onVerb('searchPeople');
      return driver.searchPeople(keywords, page);
    },
  };
}

test("works the jobs of its account's queue, finishes the running one, and gives everything back", async () => {
  const world = await worlds.begin({ searches: { clerks: [['ana']] } });
  const { accountId, campaignId } = world;
  await addKeywords(worlds.db, campaignId, ['clerks'], NOW);
  const searching = Promise.withResolvers<void>();
  const { worker, lease } = await start(world, {
    wrap: (driver) => watched(driver, () => searching.resolve()),
  });
  await producer.enqueue({ name: 'search', payload: { campaignId, accountId } }, 1);
  await searching.promise;
  await worker.stop();

  expect(await listKeywords(worlds.db, campaignId)).toMatchObject([{ usedAt: NOW }]);
  const leads = await worlds.db
    .selectFrom('lead')
    .select('public_id')
    .where('state', '=', 'url-only')
    .execute();
  expect(leads).toEqual([{ public_id: 'ana' }]);
  expect((await getSecretsOf(worlds.db, accountId)).sessionSealed).not.toBeNull();
  expect(world.linkedIn.calls.at(-1)).toMatchObject({ verb: 'close' });
  expect(await lease.renew()).toBe(false);
});

test('a job that does not end loses its browser: stopping takes no longer than promised', async () => {
  const world = await worlds.begin({ searches: { clerks: [['ana']] } });
  const { accountId, campaignId } = world;
  await addKeywords(worlds.db, campaignId, ['clerks'], NOW);
  const searching = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<never>();
  // The page hangs until its browser is gone.
  const hang = (driver: LinkedInDriver): LinkedInDriver => ({
    ...driver,
    searchPeople: () => {
      searching.resolve();
      return closed.promise;
    },
    close: () => {
      closed.reject(new Error('The browser is closed.'));
      return driver.close();
    },
  });
  const { worker, lease } = await start(world, { wrap: hang, finishWithinMs: 100 });
  await producer.enqueue({ name: 'search', payload: { campaignId, accountId } }, 1);
  await searching.promise;
  await worker.stop();
  expect(world.linkedIn.calls.at(-1)).toMatchObject({ verb: 'close' });
  expect(await lease.renew()).toBe(false);
});

test('an action can be followed from its tick to its ledger row, in one grep', async () => {
  const world = await worlds.begin();
  const { accountId, campaignId } = world;
  const { leadId, dealId, profile } = await addDeal(worlds.db, { campaignId });
  world.putMember(profile);
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLogger({ service: 'browser-worker', level: 'info', destination });
  const { worker } = await start(world, { log });
  const job = { name: 'connect', payload: { campaignId, accountId } } as const;
  await onBehalfOf('tick-a', () => producer.enqueue(job, 1));
  const ended = () => lines.find(({ msg }) => msg === 'job');
  await vi.waitFor(() => expect(ended()).toBeDefined(), { timeout: 10_000 });
  await worker.stop();

  const [row] = await ledgerRows(worlds.db);
  expect(row).toMatchObject({ state: 'done', evidence: { tickId: 'tick-a' } });
  const action = { accountId, leadId, dealId, actionId: row?.id, action: 'invite' };
  expect(lines.filter(({ tickId }) => tickId === 'tick-a')).toEqual([
    expect.objectContaining({ msg: 'job started', job: 'connect', campaignId, accountId }),
    expect.objectContaining({ msg: 'action intended', ...action }),
    expect.objectContaining({ msg: 'action ended', ...action, outcome: 'done' }),
    expect.objectContaining({ msg: 'job', job: 'connect', outcome: 'invite-done', leadId, dealId }),
  ]);
});

test('an action that breaks off says so', async () => {
  const world = await worlds.begin();
  const { accountId, campaignId } = world;
  const { profile } = await addDeal(worlds.db, { campaignId });
  world.putMember(profile);
  world.linkedIn.failNext('invite', new TypeError('The tab crashed.'));
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLogger({ service: 'browser-worker', level: 'info', destination });
  const { worker } = await start(world, { log });
  await producer.enqueue({ name: 'connect', payload: { campaignId, accountId } }, 1);
  await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ msg: 'job' }), { timeout: 10_000 });
  await worker.stop();
  expect(lines.find(({ msg }) => msg === 'action ended')).toMatchObject({
    outcome: 'broken-off',
    errorClass: 'TypeError',
  });
});

test('a login that fails stops the account before any job comes', async () => {
  const world = await worlds.begin();
  world.linkedIn.failNext('isLoggedIn', new Checkpoint('A code was sent.', 'email-pin'));
  const { worker } = await start(world);
  await worker.stop();
  expect(await getAccount(worlds.db, world.accountId)).toMatchObject({
    health: 'stopped',
    healthReason: 'LinkedIn asks for a human: A code was sent.',
  });
});

test('goes on by itself once somebody has answered on the page that was left open, without typing', async () => {
  const world = await worlds.begin();
  world.linkedIn.failNext('isLoggedIn', new Checkpoint('A code was sent.', 'email-pin'));
  // Until then the page shows the challenge.
  world.linkedIn.endSessions();
  const { worker } = await start(world);
  const health = async () => (await getAccount(worlds.db, world.accountId))?.health;
  await vi.waitFor(async () => expect(await health()).toBe('stopped'), { timeout: 10_000 });
  world.linkedIn.endSessions();
  const looks = () => world.linkedIn.calls.filter(({ verb }) => verb === 'showsMember').length;
  worker.attend();
  worker.attend();
  await vi.waitFor(() => expect(looks()).toBe(1));
  expect(await health()).toBe('stopped');
  world.linkedIn.signInByHand();
  await vi.waitFor(async () => {
    worker.attend();
    expect(await health()).toBe('ok');
  });
  expect(await eventKinds(worlds.db)).toEqual(['account.stopped', 'account.resumed']);
  expect(world.linkedIn.calls.filter(({ verb }) => verb === 'login')).toEqual([]);
  expect((await getSecretsOf(worlds.db, world.accountId)).sessionSealed).not.toBeNull();
  await worker.stop();
});

test('an account that is stopped already gets its page opened and nothing typed; one that rests gets none', async () => {
  const world = await worlds.begin();
  await applyHealthEvent(worlds.db, world.accountId, { kind: 'session-lost', detail: 'login page' });
  const first = await start(world);
  await first.worker.stop();
  expect(world.linkedIn.calls.map(({ verb }) => verb)).toEqual(['isLoggedIn', 'close']);

  const resting = await worlds.begin();
  await worlds.db.updateTable('account').set({ works_from_minute: 0, works_until_minute: 1 }).execute();
  const second = await start(resting);
  await second.worker.stop();
  expect(resting.linkedIn.calls).toEqual([]);
});

test('another fault while opening is left to the first job', async () => {
  const world = await worlds.begin();
  world.linkedIn.failNext('isLoggedIn', new Error('The page did not load.'));
  const { worker } = await start(world);
  await worker.stop();
  expect(await getAccount(worlds.db, world.accountId)).toMatchObject({ health: 'ok' });
});

import { addKeywords, listKeywords } from '@fairlead/db/repositories/keywords';
import { keywordYield } from '@fairlead/db/views/keyword-yield';
import { Stale } from '@fairlead/shared/runtime/errors';
import { addUrlOnlyLead, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BeginOptions,
  jobContext,
  openWorlds,
  verbsOf,
  type World,
  type Worlds,
} from '../testing/account-world.ts';
import { search } from './search.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('search');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId, accountId }: World, signal?: AbortSignal) =>
  search(deps)({ campaignId, accountId }, jobContext(signal));

async function begin(keywords: readonly string[], options: BeginOptions): Promise<World> {
  const world = await worlds.begin(options);
  await addKeywords(worlds.db, world.campaignId, keywords, NOW);
  return world;
}

async function discovered(): Promise<string[]> {
  const rows = await worlds.db
    .selectFrom('lead')
    .select('public_id')
    .where('state', '=', 'url-only')
    .orderBy('id')
    .execute();
  return rows.map(({ public_id }) => public_id);
}

test('opens people search, and whoever it finds is a lead (mission §3, search)', async () => {
  const world = await begin(['wind parks'], { searches: { 'wind parks': [['ana', 'bo'], ['cy']] } });
  await addUrlOnlyLead(worlds.db, 'bo');
  expect(await run(world)).toMatchObject({ outcome: 'searched', found: 3 });
  expect(await discovered()).toEqual(['bo', 'ana', 'cy']);
  expect(world.linkedIn.calls.filter(({ verb }) => verb === 'searchPeople').map(({ args }) => args)).toEqual([
    ['wind parks', 1],
    ['wind parks', 2],
  ]);
  const events = await worlds.db.selectFrom('event').select(['kind', 'detail']).execute();
  expect(events).toContainEqual({ kind: 'search.done', detail: '“wind parks”: 3 people, 2 new' });
});

test('opens three pages at most', async () => {
  const pages = [['a'], ['b'], ['c'], ['d']];
  const world = await begin(['clerks'], { searches: { clerks: pages } });
  expect(await run(world)).toMatchObject({ found: 3 });
  expect(await discovered()).toEqual(['a', 'b', 'c']);
});

test('goes no further than the first page that shows nobody new', async () => {
  const world = await begin(['clerks'], { searches: { clerks: [['a', 'b'], ['a'], ['c']] } });
  await addUrlOnlyLead(worlds.db, 'b');
  expect(await run(world)).toMatchObject({ found: 3, discovered: 1 });
  expect(await discovered()).toEqual(['b', 'a']);
  const [row] = await keywordYield(worlds.db, world.campaignId);
  expect(row).toMatchObject({ keyword: 'clerks', usedAt: NOW, found: 3, discovered: 1 });
});

test('takes one unused keyword, the oldest, and marks it used (mission §3, search)', async () => {
  const world = await begin(['first', 'second'], { searches: { first: [['a']], second: [['b']] } });
  await run(world);
  worlds.clock.advance(1_000);
  await run(world);
  expect(await listKeywords(worlds.db, world.campaignId)).toMatchObject([
    { keyword: 'first', usedAt: NOW },
    { keyword: 'second', usedAt: new Date(NOW.getTime() + 1_000) },
  ]);
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});

test('a keyword whose search fails is used all the same, and what was seen is kept', async () => {
  const world = await begin(['clerks'], { searches: { clerks: [['a'], ['b']] } });
  const driver = world.linkedIn.newDriver('open');
  const session = worlds.openSession(world.accountId, ({ onDiscovered }) =>
    Promise.resolve({
      ...driver,
      searchPeople: (_keywords, page) => {
        if (page > 1) return Promise.reject(new Error('The page is empty.'));
        onDiscovered(['a']);
        return Promise.resolve({ publicIds: ['a'], hasNext: true });
      },
    }),
  );
  await expect(run({ ...world, deps: { ...world.deps, session } })).rejects.toThrow('The page is empty.');
  expect(await discovered()).toEqual(['a']);
  expect(await listKeywords(worlds.db, world.campaignId)).toMatchObject([{ usedAt: NOW }]);
});

test('discovers nobody beyond the most leads allowed', async () => {
  const world = await begin(['clerks'], { maxLeads: 2, searches: { clerks: [['a', 'b', 'c', 'd']] } });
  await run(world);
  expect(await discovered()).toEqual(['a', 'b']);
});

test('ends between two pages when it is told to stop', async () => {
  const world = await begin(['clerks'], { searches: { clerks: [['a'], ['b']] } });
  const stopping = new AbortController();
  stopping.abort();
  expect(await run(world, stopping.signal)).toMatchObject({ found: 0 });
  expect(verbsOf(world.linkedIn)).toEqual([]);
});

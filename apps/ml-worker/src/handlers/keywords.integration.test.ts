import {
  addKeywords,
  barrenKeywordCalls,
  claimKeyword,
  listKeywords,
  recordFinds,
} from '@fairlead/db/repositories/keywords';
import { Stale } from '@fairlead/shared/runtime/errors';
import { addCampaign, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { keywords } from './keywords.ts';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('keywords');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId }: MlWorld) => keywords(deps)({ campaignId }, jobContext());

/** A campaign whose keywords are all used, and a language model that answers with these phrases. */
async function withUsed(
  used: readonly string[],
  ...answers: readonly (readonly string[])[]
): Promise<MlWorld> {
  const world = await worlds.begin(answers.map((phrases) => ({ keywords: phrases })));
  await addKeywords(worlds.db, world.campaignId, used, NOW);
  for (const _ of used) await claimKeyword(worlds.db, world.campaignId, NOW);
  return world;
}

const unused = async ({ campaignId }: MlWorld): Promise<string[]> =>
  (await listKeywords(worlds.db, campaignId))
    .filter(({ usedAt }) => usedAt === null)
    .map(({ keyword }) => keyword);

test('asks the LLM for 10 more, with the used ones as exclusions (mission §3, search)', async () => {
  const world = await withUsed(['turbine fleet', 'wind park'], ['harbour logistics']);
  expect(await run(world)).toEqual({ outcome: 'keywords-added', added: 1 });
  expect(world.llm.requests).toMatchObject([{ name: 'keywords', temperature: 0.9 }]);
  const [{ user } = { user: '' }] = world.llm.requests;
  expect(user).toMatch(/<used_keywords>\s*turbine fleet\s+wind park\s*<\/used_keywords>/);
  expect(user).toContain('<count>10</count>');
  expect(user).toContain('Operations managers of wind parks');
  expect(user).toContain('Turbine inspections by drone.');
  const calls = await worlds.db.selectFrom('llm_call').selectAll().execute();
  expect(calls).toMatchObject([{ purpose: 'keywords', campaign_id: world.campaignId }]);
});

test('stores each phrase once per campaign, whatever the case and the spaces, and at most ten (mission §3, search)', async () => {
  const many = Array.from({ length: 12 }, (_, i) => `phrase ${i}`);
  const world = await withUsed(
    ['Wind Park'],
    ['  Fleet  manager ', 'fleet MANAGER', 'wind park', '', ' ', ...many],
  );
  // The first ten that differ are the fleet manager, the known wind park, and eight phrases.
  expect(await run(world)).toMatchObject({ added: 9 });
  expect(await unused(world)).toEqual(['Fleet manager', ...many.slice(0, 8)]);
});

test('leaves out a phrase nobody could have meant', async () => {
  const world = await withUsed([], ['x'.repeat(101), 'y'.repeat(100)]);
  await run(world);
  expect(await unused(world)).toEqual(['y'.repeat(100)]);
});

test('a language model that repeats itself adds nothing', async () => {
  const world = await withUsed(['wind park'], ['wind park', 'WIND PARK'], ['Wind Park']);
  expect(await run(world)).toMatchObject({ added: 0 });
  expect(await run(world)).toMatchObject({ added: 0 });
  expect(await unused(world)).toEqual([]);
});

test('every call is written down with how many phrases were new, so that the plan can back off', async () => {
  const world = await withUsed(['wind park'], ['wind  park', 'WIND PARK'], [], ['Wind Park', 'fleet']);
  for (let i = 0; i < 3; i++) await run(world);
  const calls = await worlds.db.selectFrom('keyword_call').select(['campaign_id', 'added', 'at']).execute();
  expect(calls).toEqual([0, 0, 1].map((added) => ({ campaign_id: world.campaignId, added, at: NOW })));
  await claimKeyword(worlds.db, world.campaignId, NOW);
  const facts = await barrenKeywordCalls(worlds.db);
  expect(facts.get(world.campaignId)).toEqual({ barren: 3, lastAt: NOW });
});

test('what earlier keywords brought is the hint, the best first', async () => {
  const world = await withUsed(['poor', 'rich', 'unread'], ['new one']);
  const [poor, rich] = await listKeywords(worlds.db, world.campaignId);
  for (const [keyword, ids] of [
    [poor, ['a']],
    [rich, ['b', 'c']],
  ] as const)
    await worlds.db.transaction().execute((trx) => recordFinds(trx, keyword?.id ?? 0, ids, NOW, null));
  await run(world);
  const [{ user } = { user: '' }] = world.llm.requests;
  expect(user).toMatch(
    /<yields>\s*rich: 2 new people, 0 of 0 judged fit\s+poor: 1 new people, 0 of 0 judged fit\s*<\/yields>/,
  );
});

test('keywords belong to their campaign', async () => {
  const world = await withUsed(['wind park'], ['wind park']);
  const campaignId = await addCampaign(worlds.db, [world.accountId]);
  expect(await run({ ...world, campaignId })).toMatchObject({ added: 1 });
});

test('nothing is asked while a keyword is unused', async () => {
  const world = await worlds.begin();
  await addKeywords(worlds.db, world.campaignId, ['wind park'], NOW);
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});

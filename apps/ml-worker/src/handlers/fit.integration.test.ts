import { Stale } from '@fairlead/shared/runtime/errors';
import { addDeal, NOW, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addKind, addLabels } from '../testing/labels.ts';
import { jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { fit } from './fit.ts';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('fit');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId }: MlWorld) => fit(deps)({ campaignId }, jobContext());

const snapshots = () => worlds.db.selectFrom('model_snapshot').selectAll().orderBy('id').execute();

async function addKindDeal(
  { campaignId, accountId }: MlWorld,
  fits: boolean,
  state: 'NEW' | 'PENDING' = 'NEW',
) {
  const lead = await addKind(worlds.db, fits, fits ? 7_001 : 7_002);
  return await addDeal(worlds.db, { campaignId, accountId, state, lead });
}

const scoreOf = async (dealId: number): Promise<number | null> => {
  const { score } = await worlds.db
    .selectFrom('deal')
    .select('score')
    .where('id', '=', dealId)
    .executeTakeFirstOrThrow();
  return score;
};

test('ranks the NEW deals by what the labels teach, and stores the model', async () => {
  const world = await worlds.begin();
  await addLabels(worlds.db, world.campaignId, 12);
  const likely = await addKindDeal(world, true);
  const unlikely = await addKindDeal(world, false);
  const invited = await addKindDeal(world, true, 'PENDING');
  expect(await run(world)).toMatchObject({ outcome: 'fitted', labels: 12, ranked: 2 });
  expect(await scoreOf(likely.dealId)).toBeGreaterThan(0.7);
  expect(await scoreOf(unlikely.dealId)).toBeLessThan(0.3);
  expect(await scoreOf(invited.dealId)).toBeNull();
  expect(await snapshots()).toMatchObject([
    {
      campaign_id: world.campaignId,
      strategy: 'classic',
      version: expect.stringMatching(/^classic-12-/),
      embedding_model: TEST_MODEL,
      labels: 12,
      state: { name: 'classic', fitted: { positives: 6, negatives: 6 } },
      created_at: NOW,
    },
  ]);
});

test('on the same labels gives the same version and the same scores, and stores nothing new', async () => {
  const world = await worlds.begin();
  await addLabels(worlds.db, world.campaignId, 12);
  const { dealId } = await addKindDeal(world, true);
  const first = await run(world);
  const score = await scoreOf(dealId);
  expect(await run(world)).toEqual(first);
  expect(await scoreOf(dealId)).toBe(score);
  expect(await snapshots()).toHaveLength(1);
});

test('on more labels gives another version', async () => {
  const world = await worlds.begin();
  await addLabels(worlds.db, world.campaignId, 8);
  const first = await run(world);
  await addLabels(worlds.db, world.campaignId, 2, 500);
  expect((await run(world)).version).not.toBe(first.version);
  expect((await snapshots()).map(({ labels }) => labels)).toEqual([8, 10]);
});

test('does not rank while one of the two answers was never given', async () => {
  const world = await worlds.begin();
  await addLabels(worlds.db, world.campaignId, 1);
  const { dealId } = await addKindDeal(world, true);
  expect(await run(world)).toMatchObject({ labels: 1, ranked: 0 });
  expect(await scoreOf(dealId)).toBeNull();
  expect(await snapshots()).toMatchObject([{ labels: 1, state: { fitted: null } }]);
});

test('leaves a paused campaign alone', async () => {
  const world = await worlds.begin();
  await worlds.db.updateTable('campaign').set({ paused: true }).execute();
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});

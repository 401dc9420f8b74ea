import { vectorsOf } from '@fairlead/db/repositories/embeddings';
import { refreshProfile } from '@fairlead/db/repositories/leads';
import { type Profile, profileText } from '@fairlead/shared/domain/profile';
import { Stale } from '@fairlead/shared/runtime/errors';
import { addLead, addUrlOnlyLead, addVector, NOW, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { meetingOf } from '../testing/meeting.ts';
import { jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { embed } from './embed.ts';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('embed');
});
afterAll(() => worlds.close());

const run = ({ deps }: MlWorld) => embed(deps)({}, jobContext());

const vectors = () => worlds.db.selectFrom('embedding').selectAll().orderBy('lead_id').execute();

test("stores each lead's own vector, under the model's name", async () => {
  const world = await worlds.begin();
  const leads = [await addLead(worlds.db), await addLead(worlds.db, { headline: 'Tide clerk' })];
  expect(await run(world)).toEqual({ outcome: 'embedded', leads: 2, model: TEST_MODEL });
  const expected = await world.deps.embedder.embed(leads.map(({ profile }) => profileText(profile)));
  const stored = await vectors();
  expect(stored).toMatchObject(
    leads.map(({ leadId }) => ({ lead_id: leadId, model: TEST_MODEL, created_at: NOW })),
  );
  const ids = leads.map(({ leadId }) => leadId);
  const read = await vectorsOf(worlds.db, TEST_MODEL, ids);
  expect(ids.map((id) => read.find((row) => row.id === id)?.vector)).toEqual(expected);
});

test('leaves alone who has a vector of the model, who is unread and who is closed', async () => {
  const world = await worlds.begin();
  await addUrlOnlyLead(worlds.db);
  const done = await addLead(worlds.db);
  await addVector(worlds.db, done.leadId);
  const closed = await addLead(worlds.db);
  await worlds.db
    .updateTable('lead')
    .set({ state: 'disqualified', closed_reason: 'self' })
    .where('id', '=', closed.leadId)
    .execute();
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});

test('embeds anew who has only a vector of another model', async () => {
  const world = await worlds.begin();
  const { leadId } = await addLead(worlds.db);
  await addVector(worlds.db, leadId, { model: 'an-older-model' });
  expect(await run(world)).toMatchObject({ leads: 1 });
  expect(await vectors()).toHaveLength(2);
});

test('a profile that was read again is embedded anew when its text has changed, and only then', async () => {
  const world = await worlds.begin();
  const [same, changed] = [await addLead(worlds.db), await addLead(worlds.db)];
  const closed = await addUrlOnlyLead(worlds.db);
  await run(world);
  const refresh = (leadId: number, profile: Profile) =>
    worlds.db.transaction().execute((trx) => refreshProfile(trx, leadId, profile, {}, NOW));
  expect(await refresh(same.leadId, same.profile)).toBe(true);
  expect(await refresh(changed.leadId, { ...changed.profile, headline: 'Harbour pilot' })).toBe(true);
  expect(await refresh(closed, same.profile)).toBe(false);
  expect((await vectors()).map((row) => row.lead_id)).toEqual([same.leadId]);
  expect(await run(world)).toMatchObject({ leads: 1 });
  const [expected] = await world.deps.embedder.embed([
    profileText({ ...changed.profile, headline: 'Harbour pilot' }),
  ]);
  expect(await vectorsOf(worlds.db, TEST_MODEL, [changed.leadId])).toEqual([
    { id: changed.leadId, vector: expected },
  ]);
});

test('takes 32 leads at a time', async () => {
  const world = await worlds.begin();
  for (let i = 0; i < 33; i++) await addLead(worlds.db);
  expect(await run(world)).toMatchObject({ leads: 32 });
  expect(await run(world)).toMatchObject({ leads: 1 });
});

test('two at once store one vector for each lead', async () => {
  const world = await worlds.begin();
  await addLead(worlds.db);
  const meet = meetingOf(2);
  const { embedder } = world.deps;
  const meeting = {
    ...embedder,
    embed: (texts: readonly string[]) => meet().then(() => embedder.embed(texts)),
  };
  const deps = { ...world.deps, embedder: meeting };
  await Promise.all([run({ ...world, deps }), run({ ...world, deps })]);
  expect(await vectors()).toHaveLength(1);
});

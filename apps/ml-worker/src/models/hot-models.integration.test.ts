import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { getCampaign } from '@fairlead/db/repositories/campaigns';
import { candidatesFor } from '@fairlead/db/repositories/embeddings';
import { saveModel } from '@fairlead/db/repositories/models';
import type { Candidate, Proposal } from '@fairlead/qualifier/strategy';
import { createQualifierHost } from '@fairlead/qualifier/thread/host';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { NOW, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addKind, addLabels, addVerdict } from '../testing/labels.ts';
import { type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { type ScriptedHost, scriptedHost } from '../testing/scripted-host.ts';
import { createHotModels } from './hot-models.ts';
import type { CampaignModels } from './port.ts';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('hot_models');
});
afterAll(() => worlds.close());

const judgeFirst = (pool: readonly Candidate[]): Proposal | null =>
  pool[0] ? { kind: 'judge', id: pool[0].id, why: 'exploit', score: 0.5 } : null;

async function begin(): Promise<{ world: MlWorld; host: ScriptedHost; models: CampaignModels }> {
  const host = scriptedHost({ propose: judgeFirst });
  const world = await worlds.begin([], {}, host);
  return { world, host, models: world.deps.models };
}

async function campaignOf({ campaignId }: MlWorld): Promise<Campaign> {
  const campaign = await getCampaign(worlds.db, campaignId);
  if (!campaign) throw new Error('The campaign is missing.');
  return campaign;
}

async function propose(world: MlWorld, models: CampaignModels): Promise<Proposal | null> {
  const candidates = await candidatesFor(worlds.db, world.campaignId, TEST_MODEL, 100);
  return await models.use(await campaignOf(world), (model) => model.propose(candidates));
}

/** What was carried over since the last look. */
function carried(host: ScriptedHost, from: number): string[] {
  return host.calls.slice(from).map(({ call, ids }) => `${call} ${ids.length}`);
}

test('the first use opens the campaign; later ones carry over only what is new', async () => {
  const { world, host, models } = await begin();
  await addLabels(worlds.db, world.campaignId, 4);
  const first = await addKind(worlds.db, true, 101);
  await addKind(worlds.db, false, 102);
  await propose(world, models);
  expect(carried(host, 0)).toEqual(['open 4', 'propose 2']);
  await propose(world, models);
  expect(carried(host, 2)).toEqual(['propose 0']);
  await addVerdict(worlds.db, first.leadId, world.campaignId);
  await addKind(worlds.db, true, 103);
  await propose(world, models);
  expect(carried(host, 3)).toEqual(['observe 1', 'propose 1']);
  expect((await host.held(String(world.campaignId)))?.candidates).toHaveLength(2);
});

test('the objective is embedded once for each text, and another text opens the campaign anew', async () => {
  const { world, host, models } = await begin();
  await addKind(worlds.db, true, 1);
  await propose(world, models);
  const [expected] = await world.deps.embedder.embed(['operations managers of wind parks']);
  expect(host.opened?.context).toEqual({ embeddingModel: TEST_MODEL, objective: expected });
  await worlds.db.updateTable('campaign').set({ objective: 'Somebody else' }).execute();
  await propose(world, models);
  expect(carried(host, 2)).toEqual(['open 0', 'propose 1']);
});

test('a label that is gone for good is unlearned: the campaign is opened anew', async () => {
  const { world, host, models } = await begin();
  await addLabels(worlds.db, world.campaignId, 4);
  await propose(world, models);
  await worlds.db.deleteFrom('verdict').where('qualified', '=', false).execute();
  await propose(world, models);
  expect(carried(host, 2)).toEqual(['open 2', 'propose 2']);
});

test('a corrected verdict is observed, and gives another version', async () => {
  const { world, host, models } = await begin();
  const { leadId } = await addKind(worlds.db, true, 1);
  await addVerdict(worlds.db, leadId, world.campaignId, { qualified: false });
  const campaign = await campaignOf(world);
  const version = () => models.use(campaign, async (model) => await Promise.resolve(model.version));
  const before = await version();
  expect(await version()).toBe(before);
  await worlds.db.updateTable('verdict').set({ superseded_at: NOW }).execute();
  await addVerdict(worlds.db, leadId, world.campaignId, { qualified: true, source: 'human' });
  expect(await version()).not.toBe(before);
  expect(carried(host, 0)).toEqual(['open 1', 'observe 1']);
});

test('a thread that lost the campaign is told all again', async () => {
  const { world, host, models } = await begin();
  await addLabels(worlds.db, world.campaignId, 2);
  await addKind(worlds.db, true, 50);
  await propose(world, models);
  host.lose();
  expect(await propose(world, models)).toMatchObject({ kind: 'judge' });
  expect(carried(host, 2)).toEqual(['propose 0', 'open 2', 'propose 1']);
});

test('an error of the strategy is thrown, and the next use starts from the rows', async () => {
  const { world, host, models } = await begin();
  await addKind(worlds.db, true, 50);
  await propose(world, models);
  const campaign = await campaignOf(world);
  await expect(models.use(campaign, (model) => model.decide(new Float32Array(1)))).rejects.toThrow(
    'not prepared',
  );
  await propose(world, models);
  expect(carried(host, 3)).toEqual(['open 0', 'propose 1']);
});

test('the newest fit is handed on while strategy and options are those it was made with', async () => {
  const { world, host, models } = await begin();
  const fitted = {
    strategy: 'classic',
    version: 'v1',
    embeddingModel: TEST_MODEL,
    labels: 0,
    state: { a: 1 },
    options: { guard: true },
    report: { concerns: [], calibration: [] },
    auditsSettledTo: null,
  };
  await saveModel(worlds.db, world.campaignId, fitted, NOW);
  await propose(world, models);
  expect(host.opened?.snapshot).toBeNull();
  await worlds.db.updateTable('campaign').set({ strategy_options: '{"guard":true}' }).execute();
  await propose(world, models);
  expect(host.opened).toMatchObject({ snapshot: { a: 1 }, options: { guard: true } });
});

test.each(['bayes', 'classic'] as const)(
  'two workers that judge in turn choose as one that begins anew: %s',
  { timeout: 60_000 },
  async (strategy) => {
    const world = await worlds.begin([], { strategy });
    const hosts = [createQualifierHost(), createQualifierHost()];
    const { embedder } = world.deps;
    const workerOn = (host: (typeof hosts)[0]): CampaignModels =>
      createHotModels({ db: worlds.db, random: seededRandom(1), embedder, host });
    const workers = hosts.map(workerOn);
    const vector = (await world.deps.embedder.embed(['wind']))[0] ?? new Float32Array(384);
    await addLabels(worlds.db, world.campaignId, 6);
    for (let i = 0; i < 8; i++) await addKind(worlds.db, i % 3 === 0, 700 + i);
    const campaign = await campaignOf(world);
    for (let turn = 0; turn < 6; turn++) {
      const models = workers[turn % 2];
      const proposal = models && (await propose(world, models));
      if (proposal?.kind !== 'judge') throw new Error('Nobody was proposed.');
      await addVerdict(worlds.db, proposal.id, world.campaignId, { qualified: proposal.id % 2 === 0 });
    }
    const fresh = createQualifierHost();
    const ask = (models: CampaignModels) =>
      models.use(campaign, async (model) => ({
        version: model.version,
        probabilities: await model.probabilities([vector]),
      }));
    const [first, second, anew] = [
      await ask(workers[0] ?? workerOn(fresh)),
      await ask(workers[1] ?? workerOn(fresh)),
      await ask(workerOn(fresh)),
    ];
    expect(second.version).toBe(first.version);
    expect(anew.version).toBe(first.version);
    expect(second.probabilities?.[0]).toBeCloseTo(first.probabilities?.[0] ?? -1, 1);
    expect(anew.probabilities?.[0]).toBeCloseTo(first.probabilities?.[0] ?? -1, 1);
    await Promise.all([...hosts, fresh].map((host) => host.close()));
  },
);

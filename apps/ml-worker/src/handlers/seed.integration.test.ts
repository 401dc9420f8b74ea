import { createHash } from 'node:crypto';
import { makePartner } from '@fairlead/db/repositories/campaigns';
import { getDeal } from '@fairlead/db/repositories/deals';
import { moveLead } from '@fairlead/db/repositories/leads';
import { saveKit } from '@fairlead/db/repositories/partner-kits';
import { getPortableModel } from '@fairlead/db/repositories/portable-models';
import { Misconfigured, Permanent, Stale } from '@fairlead/shared/runtime/errors';
import { addCampaign, addDeal, type BuiltLead, NOW, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addKind, addLabels, addVerdict } from '../testing/labels.ts';
import { jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { fit } from './fit.ts';
import { seed } from './seed.ts';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('seed');
});
afterAll(() => worlds.close());

interface PartnerWorld extends MlWorld {
  partnerId: number;
}

/** A regular campaign whose model was fitted, and a partner campaign with that model as its kit. */
async function begin(embeddingModel: string = TEST_MODEL): Promise<PartnerWorld> {
  const world = await worlds.begin([], { strategy: 'bayes' });
  await addLabels(worlds.db, world.campaignId, 24);
  await fit(world.deps)({ campaignId: world.campaignId }, jobContext());
  const stored = await getPortableModel(worlds.db, world.campaignId, TEST_MODEL);
  const model = Buffer.from(JSON.stringify(stored?.model));
  const partnerId = await addCampaign(worlds.db, [world.accountId]);
  await makePartner(worlds.db, partnerId, 0.5);
  const digest = createHash('sha256').update(model).digest('hex');
  await saveKit(
    worlds.db,
    partnerId,
    { origin: 'k', format: 'snapshot', embeddingModel, model, digest },
    NOW,
  );
  return { ...world, partnerId };
}

/** Somebody whom the regular campaign disqualified. */
async function addRejected({ campaignId }: MlWorld, fits: boolean, key: number): Promise<BuiltLead> {
  const lead = await addKind(worlds.db, fits, key);
  await addVerdict(worlds.db, lead.leadId, campaignId, { qualified: false });
  await worlds.db.transaction().execute((trx) => moveLead(trx, lead.leadId, 'disqualified'));
  return lead;
}

const run = ({ deps, partnerId }: PartnerWorld) => seed(deps)({ campaignId: partnerId }, jobContext());
const dealsOf = ({ partnerId }: PartnerWorld) =>
  worlds.db
    .selectFrom('deal')
    .select(['id', 'lead_id', 'score'])
    .where('campaign_id', '=', partnerId)
    .orderBy('score', 'desc')
    .execute();

describe("before connecting, deals are seeded from people other campaigns disqualified, ranked by the kit's own model", () => {
  test('the likeliest first, as NEW deals with their score', { timeout: 60_000 }, async () => {
    const world = await begin();
    const unlikely = await addRejected(world, false, 900);
    const likely = await addRejected(world, true, 901);
    expect(await run(world)).toMatchObject({ outcome: 'seeded', seeded: 2, ranked: 2 });
    const deals = await dealsOf(world);
    expect(deals.map(({ lead_id }) => lead_id)).toEqual([likely.leadId, unlikely.leadId]);
    expect(deals[0]?.score).toBeGreaterThan(0.7);
    expect(deals[1]?.score).toBeLessThan(0.3);
    expect(await getDeal(worlds.db, deals[0]?.id ?? 0)).toMatchObject({ state: 'NEW', accountId: null });
    const events = await worlds.db
      .selectFrom('event')
      .select('detail')
      .where('kind', '=', 'deals.seeded')
      .execute();
    expect(events).toEqual([{ detail: '2 deals from 2 people whom other campaigns disqualified' }]);
  });

  test('twenty at most wait, also when the job comes twice at once', { timeout: 60_000 }, async () => {
    const world = await begin();
    for (let i = 0; i < 25; i++) await addRejected(world, i < 20, 900 + i);
    const outcomes = await Promise.all([run(world), run(world)]);
    expect(outcomes.reduce((sum, { seeded }) => sum + Number(seeded), 0)).toBe(20);
    const deals = await dealsOf(world);
    expect(deals).toHaveLength(20);
    expect(deals.every(({ score }) => Number(score) > 0.5)).toBe(true);
  });

  test('nobody with a deal, whatever became of it', { timeout: 60_000 }, async () => {
    const world = await begin();
    const lead = await addRejected(world, true, 900);
    await addDeal(worlds.db, { campaignId: world.campaignId, lead, state: 'FAILED' });
    expect(await run(world)).toMatchObject({ seeded: 0 });
  });

  test('the partner never judges: no question is asked and no verdict given', {
    timeout: 60_000,
  }, async () => {
    const world = await begin();
    await addRejected(world, true, 900);
    await run(world);
    expect(world.llm.requests).toEqual([]);
    const verdicts = worlds.db.selectFrom('verdict').select('id').where('campaign_id', '=', world.partnerId);
    expect(await verdicts.execute()).toEqual([]);
  });
});

describe('nobody is seeded', () => {
  test('while the campaign is paused, or its kit is gone', { timeout: 60_000 }, async () => {
    const world = await begin();
    await worlds.db.deleteFrom('partner_kit').execute();
    await expect(run(world)).rejects.toThrow(Stale);
    await worlds.db.updateTable('campaign').set({ paused: true }).execute();
    await expect(run(world)).rejects.toThrow(Stale);
  });

  test('by a model of other vectors', { timeout: 60_000 }, async () => {
    const world = await begin('another-model');
    await addRejected(world, true, 900);
    await expect(run(world)).rejects.toThrow(Permanent);
  });

  test('by a model that fails only once it is asked, and the worker lives on', {
    timeout: 60_000,
  }, async () => {
    const world = await begin();
    await addRejected(world, true, 900);
    let closed = 0;
    world.deps.openRanker = async () => ({
      probabilities: () =>
        Promise.reject(new Misconfigured('Two numbers for each person.', 'Use another kit.')),
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    });
    await expect(run(world)).rejects.toThrow(Permanent);
    expect(closed).toBe(1);
  });

  test('by a file that is no model, and the worker lives on', { timeout: 60_000 }, async () => {
    const world = await begin();
    await worlds.db
      .updateTable('partner_kit')
      .set({ model: Buffer.from('{}') })
      .execute();
    await addRejected(world, true, 900);
    await expect(run(world)).rejects.toThrow(Permanent);
  });
});

test('Labels and models are per campaign: opposite labels on the same people are opposite models and verdicts', {
  timeout: 60_000,
}, async () => {
  const world = await worlds.begin([], { strategy: 'bayes' });
  const oppositeId = await addCampaign(worlds.db, [world.accountId], { strategy: 'bayes' });
  for (let i = 0; i < 24; i++) {
    const fits = i % 2 === 0;
    const { leadId } = await addKind(worlds.db, fits, i);
    await addVerdict(worlds.db, leadId, world.campaignId, { qualified: fits });
    await addVerdict(worlds.db, leadId, oppositeId, { qualified: !fits });
  }
  const lead = await addKind(worlds.db, true, 700);
  const own = await addDeal(worlds.db, { campaignId: world.campaignId, lead });
  const opposite = await addDeal(worlds.db, { campaignId: oppositeId, lead });
  for (const campaignId of [world.campaignId, oppositeId])
    await fit(world.deps)({ campaignId }, jobContext());
  const scores = await worlds.db.selectFrom('deal').select(['id', 'score']).execute();
  const scoreOf = (dealId: number) => Number(scores.find(({ id }) => id === dealId)?.score);
  expect(scoreOf(own.dealId)).toBeGreaterThan(0.7);
  expect(scoreOf(opposite.dealId)).toBeLessThan(0.3);
  const models = await worlds.db.selectFrom('model_snapshot').select(['campaign_id', 'version']).execute();
  expect(new Set(models.map(({ campaign_id }) => campaign_id)).size).toBe(2);
  expect(new Set(models.map(({ version }) => version)).size).toBe(2);
  const verdicts = await worlds.db
    .selectFrom('verdict')
    .select(['campaign_id', 'lead_id', 'qualified'])
    .execute();
  const yesOf = (campaignId: number) =>
    verdicts
      .filter(({ campaign_id, qualified }) => campaign_id === campaignId && qualified)
      .map((v) => v.lead_id);
  expect(yesOf(world.campaignId).filter((id) => yesOf(oppositeId).includes(id))).toEqual([]);
});

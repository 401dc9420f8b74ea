import { Stale } from '@fairlead/shared/runtime/errors';
import { addCampaign, NOW, newProfile } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addKind, addLabels, addVerdict } from '../testing/labels.ts';
import { addCandidate, jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { LLM_USAGE, meetingLlm } from '../testing/scripted-llm.ts';
import { qualify } from './qualify.ts';

const YES = { qualified: true, reason: 'Runs wind parks in Norway.' };
const NO = { qualified: false, reason: 'Works in food, not in energy.' };

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('qualify');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId }: MlWorld) => qualify(deps)({ campaignId }, jobContext());

const verdicts = () => worlds.db.selectFrom('verdict').selectAll().orderBy('id').execute();
const deals = () => worlds.db.selectFrom('deal').selectAll().execute();
const leadState = async (leadId: number) =>
  await worlds.db
    .selectFrom('lead')
    .select(['state', 'closed_reason'])
    .where('id', '=', leadId)
    .executeTakeFirstOrThrow();
const events = async (kind: string) =>
  await worlds.db.selectFrom('event').selectAll().where('kind', '=', kind).execute();

describe('who is judged', () => {
  test('is the first to come while the model cannot say', async () => {
    const world = await worlds.begin([NO]);
    const [first] = [await addCandidate(worlds.db), await addCandidate(worlds.db)];
    expect(await run(world)).toEqual({
      outcome: 'disqualified',
      leadId: first?.leadId,
      source: 'llm',
      why: 'first-come',
    });
  });

  test('is nobody when every verdict is given', async () => {
    const world = await worlds.begin();
    const { leadId } = await addCandidate(worlds.db);
    await addVerdict(worlds.db, leadId, world.campaignId, NO);
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test('is nobody while the campaign is paused', async () => {
    const world = await worlds.begin();
    await addCandidate(worlds.db);
    await worlds.db.updateTable('campaign').set({ paused: true }).execute();
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });
});

describe('the language model', () => {
  test('is asked about objective, product and profile, and what it cost is written down', async () => {
    const world = await worlds.begin([YES]);
    const { profile } = await addCandidate(worlds.db);
    await run(world);
    expect(world.llm.requests).toMatchObject([{ name: 'verdict', temperature: 0.7, timeoutMs: 60_000 }]);
    const [{ user } = { user: '' }] = world.llm.requests;
    expect(user).toContain('Operations managers of wind parks');
    expect(user).toContain('Turbine inspections by drone.');
    expect(user).toContain(`Name: ${profile.fullName}`);
    const calls = await worlds.db.selectFrom('llm_call').selectAll().execute();
    expect(calls).toMatchObject([
      {
        campaign_id: world.campaignId,
        purpose: 'verdict',
        model: LLM_USAGE.model,
        prompt_tokens: LLM_USAGE.promptTokens,
        completion_tokens: LLM_USAGE.completionTokens,
        at: NOW,
      },
    ]);
  });

  test.each([
    { what: 'fails', answer: new Error('The server hung up.'), says: 'The server hung up.' },
    { what: 'gives no reason', answer: { qualified: true, reason: '' }, says: 'does not fit' },
  ])('that $what leaves the lead unjudged', async ({ answer, says }) => {
    const world = await worlds.begin([answer]);
    const { leadId } = await addCandidate(worlds.db);
    await expect(run(world)).rejects.toThrow(says);
    expect(await verdicts()).toEqual([]);
    expect(await leadState(leadId)).toMatchObject({ state: 'enriched' });
  });
});

describe('a yes', () => {
  test('promotes the lead: contact, company and a NEW deal', async () => {
    const world = await worlds.begin([YES]);
    const { leadId, profile } = await addCandidate(worlds.db);
    expect(await run(world)).toMatchObject({ outcome: 'promoted' });
    expect(await verdicts()).toMatchObject([
      {
        lead_id: leadId,
        campaign_id: world.campaignId,
        ...YES,
        source: 'llm',
        model_version: null,
        confidence: null,
        superseded_at: null,
      },
    ]);
    const [deal] = await deals();
    expect(deal).toMatchObject({ lead_id: leadId, campaign_id: world.campaignId, state: 'NEW', score: null });
    const contact = await worlds.db.selectFrom('contact').selectAll().executeTakeFirstOrThrow();
    expect(contact).toMatchObject({
      id: deal?.contact_id,
      lead_id: leadId,
      first_name: profile.firstName,
      title: profile.positions[0]?.title,
    });
    const company = await worlds.db.selectFrom('company').selectAll().executeTakeFirstOrThrow();
    expect(company).toMatchObject({ id: deal?.company_id, name: profile.positions[0]?.companyName });
    expect(await leadState(leadId)).toEqual({ state: 'promoted', closed_reason: null });
    expect(await events('lead.qualified')).toMatchObject([{ deal_id: deal?.id, detail: YES.reason }]);
  });

  test('closes a lead without a company', async () => {
    const world = await worlds.begin([YES]);
    const { leadId } = await addCandidate(worlds.db, { positions: [] });
    expect(await run(world)).toMatchObject({ outcome: 'no-company' });
    expect(await deals()).toEqual([]);
    expect(await leadState(leadId)).toEqual({ state: 'disqualified', closed_reason: 'no-company' });
    expect(await verdicts()).toMatchObject([{ qualified: true }]);
  });

  test('promotes whom another campaign rejected', async () => {
    const world = await worlds.begin([NO, YES]);
    const otherId = await addCampaign(worlds.db, [world.accountId]);
    const { leadId } = await addCandidate(worlds.db);
    await run({ ...world, campaignId: otherId });
    expect(await run(world)).toMatchObject({ outcome: 'promoted', leadId });
    expect(await leadState(leadId)).toMatchObject({ state: 'promoted' });
  });
});

describe('a no', () => {
  test('disqualifies the lead, with its reason', async () => {
    const world = await worlds.begin([NO]);
    const { leadId } = await addCandidate(worlds.db);
    expect(await run(world)).toMatchObject({ outcome: 'disqualified' });
    expect(await leadState(leadId)).toEqual({ state: 'disqualified', closed_reason: null });
    expect(await verdicts()).toMatchObject([NO]);
    expect(await deals()).toEqual([]);
    expect(await events('lead.disqualified')).toMatchObject([{ lead_id: leadId, detail: NO.reason }]);
  });

  test('takes nothing from another campaign that has a deal', async () => {
    const world = await worlds.begin([YES, NO]);
    const otherId = await addCampaign(worlds.db, [world.accountId]);
    const { leadId } = await addCandidate(worlds.db);
    await run({ ...world, campaignId: otherId });
    expect(await run(world)).toMatchObject({ outcome: 'disqualified', leadId });
    expect(await leadState(leadId)).toMatchObject({ state: 'promoted' });
    expect(await deals()).toMatchObject([{ campaign_id: otherId }]);
  });
});

test('of two jobs at once one gives the verdict, the other finds it given', async () => {
  const world = await worlds.begin([YES, YES]);
  await addCandidate(worlds.db);
  const both = { ...world, deps: { ...world.deps, llm: meetingLlm(world.llm, 2) } };
  const settled = await Promise.allSettled([run(both), run(both)]);
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Stale) });
  expect(await verdicts()).toHaveLength(1);
  expect(await deals()).toHaveLength(1);
});

describe('a model with many labels', () => {
  test('asks where it is not, and says how likely a yes seemed', async () => {
    const world = await worlds.begin([NO]);
    await addLabels(worlds.db, world.campaignId, 8);
    const { leadId } = await addKind(worlds.db, true, 9_000);
    expect(await run(world)).toMatchObject({ outcome: 'disqualified', leadId, source: 'llm' });
    const given = (await verdicts()).find((verdict) => verdict.lead_id === leadId);
    expect(given?.confidence).toBeGreaterThan(0.5);
  });
});

test('a lead that was closed meanwhile is not promoted', async () => {
  const world = await worlds.begin([]);
  const { leadId } = await addCandidate(worlds.db, newProfile());
  await worlds.db
    .updateTable('lead')
    .set({ state: 'disqualified', closed_reason: 'self' })
    .where('id', '=', leadId)
    .execute();
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});

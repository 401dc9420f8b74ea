import { answeredAudits } from '@fairlead/db/repositories/audits';
import { candidatesFor } from '@fairlead/db/repositories/embeddings';
import { drawForAudit, parkedLeadIds } from '@fairlead/db/repositories/parking';
import { readPlanSnapshot } from '@fairlead/db/repositories/snapshot';
import type { Candidate, Decision, Proposal } from '@fairlead/qualifier/strategy';
import { Stale } from '@fairlead/shared/runtime/errors';
import { NOW, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addVerdict } from '../testing/labels.ts';
import { addCandidate, jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { type Script, scriptedHost } from '../testing/scripted-host.ts';
import { fit } from './fit.ts';
import { qualify } from './qualify.ts';

const YES = { qualified: true, reason: 'Runs wind parks in Norway.' };
const NO = { qualified: false, reason: 'Works in food, not in energy.' };
const CONCERN = { code: 'small-pool', text: 'Few candidates.', asks: false } as const;

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('automatic');
});
afterAll(() => worlds.close());

const begin = (script: Script, answers: readonly unknown[] = [], auditShare = 0) =>
  worlds.begin(answers, { auditShare }, scriptedHost({ concerns: [CONCERN], ...script }));
const run = ({ deps, campaignId }: MlWorld) => qualify(deps)({ campaignId }, jobContext());
const runFit = ({ deps, campaignId }: MlWorld) => fit(deps)({ campaignId }, jobContext());
const verdicts = () => worlds.db.selectFrom('verdict').selectAll().orderBy('id').execute();
const events = (kind: string) => worlds.db.selectFrom('event').selectAll().where('kind', '=', kind).execute();
const states = async () =>
  (await worlds.db.selectFrom('lead').select('state').orderBy('id').execute()).map(({ state }) => state);
const parked = ({ campaignId }: MlWorld) => parkedLeadIds(worlds.db, campaignId, TEST_MODEL);
const factsOf = async ({ campaignId }: MlWorld) => {
  const { campaigns } = await readPlanSnapshot(
    worlds.db,
    { embeddingModel: TEST_MODEL, countUpTo: 100 },
    NOW,
  );
  return campaigns.find(({ id }) => id === campaignId);
};

/** Rejects the whole pool, the first the likeliest. */
const parkAll = (pool: readonly Candidate[]): Proposal => ({
  kind: 'park',
  leads: pool.map(({ id }, i) => ({ id, probability: 0.1 / (i + 1) })),
  why: 'the likeliest has 10.0 %, below 15 %',
});

const judgeFirst = (pool: readonly Candidate[]): Proposal | null => {
  const [first] = pool;
  return first ? { kind: 'judge', id: first.id, why: 'exploit', score: 0.9 } : null;
};

const sure = (qualified: boolean) => (): Decision => ({
  kind: 'auto',
  qualified,
  probability: qualified ? 0.97 : 0.02,
  entropy: 0.1,
  std: 0.01,
});

async function addCandidates(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push((await addCandidate(worlds.db)).leadId);
  return ids;
}

/** An audit of a no that the language model answered. */
async function addAudit({ campaignId }: MlWorld, answer: boolean): Promise<number> {
  const { leadId } = await addCandidate(worlds.db);
  await addVerdict(worlds.db, leadId, campaignId, {
    qualified: answer,
    modelVersion: 'v1',
    confidence: 0.1,
    auditedQualified: false,
  });
  return leadId;
}

describe('a model that is sure', () => {
  test('promotes by itself, and says how sure it was and what is wrong with it', async () => {
    const world = await begin({ propose: judgeFirst, decide: sure(true) });
    const [leadId] = await addCandidates(1);
    expect(await run(world)).toEqual({ outcome: 'promoted', leadId, source: 'model', why: 'exploit' });
    expect(await verdicts()).toMatchObject([
      {
        qualified: true,
        source: 'model',
        reason: 'The model is sure without asking: 97 % likely to fit, from earlier verdicts.',
        confidence: 0.97,
        model_version: expect.stringMatching(/^classic-0-/),
        chosen_by: 'model',
        concerns: [{ code: 'small-pool', text: 'Few candidates.' }],
      },
    ]);
    expect(world.llm.requests).toEqual([]);
  });

  test('rejects until it changes its mind: the lead keeps its state', async () => {
    const world = await begin({ propose: judgeFirst, decide: sure(false) });
    await addCandidates(1);
    expect(await run(world)).toMatchObject({ outcome: 'parked', source: 'model' });
    expect(await states()).toEqual(['enriched']);
    expect(await events('lead.parked')).toHaveLength(1);
  });

  test('is checked where chance says so', async () => {
    const world = await begin({ propose: judgeFirst, decide: sure(true) }, [NO], 1);
    const [leadId] = await addCandidates(1);
    expect(await run(world)).toEqual({ outcome: 'disqualified', leadId, source: 'llm', why: 'audit' });
    expect(await answeredAudits(worlds.db, world.campaignId)).toMatchObject([
      { leadId, decided: true, probability: 0.97, answer: false },
    ]);
  });

  test('stays to be checked when the answer fails', async () => {
    const world = await begin(
      { propose: judgeFirst, decide: sure(true) },
      [new Error('The server hung up.'), NO],
      1,
    );
    await addCandidates(1);
    await expect(run(world)).rejects.toThrow('hung up');
    await worlds.db.updateTable('campaign').set({ audit_share: 0 }).execute();
    expect(await run(world)).toMatchObject({ why: 'audit', source: 'llm' });
  });
});

describe('parking', () => {
  test('rejects all that are left in one job; nobody awaits judgement and the model learns nothing', async () => {
    const world = await begin({ propose: parkAll });
    const ids = await addCandidates(3);
    expect(await run(world)).toEqual({
      outcome: 'parked',
      parked: 3,
      drawn: 0,
      skipped: 0,
      why: 'the likeliest has 10.0 %, below 15 %',
    });
    expect(await parked(world)).toEqual(ids);
    expect(await states()).toEqual(['enriched', 'enriched', 'enriched']);
    expect(
      (await verdicts()).map(({ confidence, model_version, chosen_by }) => [
        confidence,
        model_version?.slice(0, 10),
        chosen_by,
      ]),
    ).toEqual([
      [0.1, 'classic-0-', null],
      [0.05, 'classic-0-', null],
      [0.1 / 3, 'classic-0-', null],
    ]);
    expect(await events('leads.parked')).toMatchObject([
      { detail: expect.stringContaining('3 parked, 0 drawn') },
    ]);
    expect(await factsOf(world)).toMatchObject({ candidates: 0, unfittedLabels: 0 });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test('leaves those drawn for audit to the language model, one a job, before anything else', async () => {
    const world = await begin({ propose: parkAll }, [NO, YES], 1);
    const [first, second] = await addCandidates(2);
    expect(await run(world)).toMatchObject({ outcome: 'parked', parked: 0, drawn: 2 });
    expect(await parked(world)).toEqual([]);
    expect(await factsOf(world)).toMatchObject({ candidates: 2 });
    expect(await run(world)).toEqual({ outcome: 'disqualified', leadId: first, source: 'llm', why: 'audit' });
    expect(await run(world)).toMatchObject({ outcome: 'promoted', leadId: second, why: 'audit' });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(await answeredAudits(worlds.db, world.campaignId)).toMatchObject([
      { leadId: first, decided: false, probability: 0.1, answer: false },
      { leadId: second, decided: false, probability: 0.05, answer: true },
    ]);
    expect((await verdicts()).map((verdict) => verdict.chosen_by)).toEqual([null, null]);
    expect(await worlds.db.selectFrom('audit_pick').selectAll().execute()).toEqual([]);
  });

  test('draws about the share that was asked for', async () => {
    const world = await begin({ propose: parkAll }, [], 0.2);
    await addCandidates(60);
    const { parked: count, drawn } = await run(world);
    expect(Number(count) + Number(drawn)).toBe(60);
    expect(drawn).toBeGreaterThan(3);
    expect(drawn).toBeLessThan(25);
  });

  test('skips whom others judged meanwhile', async () => {
    const world = await begin({ propose: parkAll });
    const [first, second] = await addCandidates(2);
    const { models } = world.deps;
    const late = {
      ...models,
      use: async <T>(...[campaign, work]: Parameters<typeof models.use<T>>) => {
        const answer = await models.use(campaign, work);
        await addVerdict(worlds.db, first ?? 0, world.campaignId, { qualified: false });
        return answer;
      },
    };
    const deps = { ...world.deps, models: late };
    expect(await run({ ...world, deps })).toMatchObject({ parked: 1, skipped: 1 });
    expect(await parked(world)).toEqual([second]);
  });
});

describe('when audits find more wrong than is tolerated', () => {
  test('nothing is decided automatically: the best of those who would be parked is asked about', async () => {
    const world = await begin({ propose: parkAll }, [NO]);
    for (let i = 0; i < 3; i++) await addAudit(world, true);
    const [best] = await addCandidates(2);
    expect(await run(world)).toEqual({
      outcome: 'disqualified',
      leadId: best,
      source: 'llm',
      why: 'best-left',
    });
    expect((await verdicts()).at(-1)).toMatchObject({
      chosen_by: 'model',
      confidence: 0.1,
      audited_qualified: null,
    });
    expect(await parked(world)).toEqual([]);
  });

  test('a sure decision is asked about too', async () => {
    const world = await begin({ propose: judgeFirst, decide: sure(true) }, [NO]);
    for (let i = 0; i < 3; i++) await addAudit(world, true);
    await addCandidates(1);
    expect(await run(world)).toMatchObject({ outcome: 'disqualified', source: 'llm', why: 'exploit' });
  });

  test.each([
    {
      what: 'goes on after a fit that would ask about them',
      heldOut: 0.6,
      automatic: true,
      outcome: 'parked',
    },
    {
      what: 'does not after a fit that would be wrong again',
      heldOut: 0.05,
      automatic: false,
      outcome: 'disqualified',
    },
  ])('it $what', async ({ heldOut, automatic, outcome }) => {
    const world = await begin(
      {
        propose: parkAll,
        reopen: () => [],
        heldOut: (labels) => new Map(labels.map(({ id }) => [id, heldOut])),
      },
      [NO],
    );
    for (let i = 0; i < 3; i++) await addAudit(world, true);
    await addCandidates(2);
    expect(await runFit(world)).toMatchObject({ automatic });
    expect(await run(world)).toMatchObject({ outcome });
  });
});

describe('a fit', () => {
  test('reopens the parked leads the model would now ask about, and no others', async () => {
    const world = await begin({ propose: parkAll, reopen: (leads) => leads.slice(1).map(({ id }) => id) });
    const [first, second, third] = await addCandidates(3);
    await run(world);
    expect(await runFit(world)).toMatchObject({ outcome: 'fitted', reopened: 2 });
    expect(await parked(world)).toEqual([first]);
    const again = await candidatesFor(worlds.db, world.campaignId, TEST_MODEL, 10);
    expect(again.map(({ id }) => id)).toEqual([second, third]);
    expect(await factsOf(world)).toMatchObject({ candidates: 2 });
    expect(await events('leads.reopened')).toMatchObject([
      { detail: expect.stringContaining('2 parked leads') },
    ]);
  });

  test('stores its concerns, and predictions beside the answers it had not seen', async () => {
    const world = await begin({
      reopen: () => [],
      heldOut: (labels) => new Map(labels.map(({ id }) => [id, 0.3])),
    });
    const [first, second] = await addCandidates(2);
    await addVerdict(worlds.db, first ?? 0, world.campaignId, { qualified: true });
    await addVerdict(worlds.db, second ?? 0, world.campaignId, { qualified: false });
    await runFit(world);
    const { report } = await worlds.db
      .selectFrom('model_snapshot')
      .select('report')
      .executeTakeFirstOrThrow();
    expect(report).toEqual({
      concerns: [CONCERN],
      calibration: [{ from: 0.2, to: 0.4, people: 2, meanProbability: 0.3, yes: 1 }],
    });
  });
});

test('a draw that was never answered outlives a crash and a newer model', async () => {
  const world = await begin({ propose: parkAll }, [YES]);
  const [leadId = 0, other] = await addCandidates(2);
  const decision = { leadId, qualified: false, probability: 0.07, modelVersion: 'an-older-model' };
  await worlds.db.transaction().execute((trx) => drawForAudit(trx, world.campaignId, [decision], NOW));
  expect(await run(world)).toMatchObject({ leadId, why: 'audit', outcome: 'promoted' });
  expect(await run(world)).toMatchObject({ outcome: 'parked', parked: 1 });
  expect(await parked(world)).toEqual([other]);
  expect((await verdicts())[0]).toMatchObject({ model_version: 'an-older-model', confidence: 0.07 });
});

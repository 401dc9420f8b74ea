import type { Chooser, VerdictSource } from '@fairlead/shared/domain/verdict';
import {
  addCampaign,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readJudgedLeads, readLearning } from './judgement.ts';

let database: MigratedDatabase;
let campaignId: number;
beforeAll(async () => {
  database = await openMigratedDatabase('judgement');
});
beforeEach(async () => {
  await emptyTables(database);
  campaignId = await addCampaign(database.db);
});
afterAll(() => database.drop());

type Judgement = readonly [source: VerdictSource, qualified: boolean, chosenBy?: Chooser];

/** A lead with its verdicts, each of which supersedes the one before. */
async function judge(judgements: readonly Judgement[], campaign = campaignId): Promise<void> {
  const { leadId } = await addLead(database.db);
  for (const [i, [source, qualified, chosenBy]] of judgements.entries()) {
    await database.db
      .insertInto('verdict')
      .values({
        lead_id: leadId,
        campaign_id: campaign,
        qualified,
        reason: 'because',
        source,
        model_version: 'v1',
        confidence: 0.5,
        chosen_by: chosenBy ?? null,
        created_at: NOW,
        superseded_at: i < judgements.length - 1 ? NOW : null,
      })
      .execute();
  }
}

const [YES, NO] = [true, false];

describe('judged leads', () => {
  test('are counted by who chose them and by the answer, of one campaign or of each', async () => {
    const other = await addCampaign(database.db);
    await judge([['llm', YES, 'arrival']]);
    await judge([['llm', NO, 'random']]);
    await judge([['llm', NO, 'random']]);
    await judge([['llm', YES, 'model']]);
    await judge([['llm', NO, 'model']]);
    await judge([['llm', YES, 'model']], other);
    const first = [
      { campaignId, chosenBy: 'arrival', yes: 1, no: 0 },
      { campaignId, chosenBy: 'model', yes: 1, no: 1 },
      { campaignId, chosenBy: 'random', yes: 0, no: 2 },
    ];
    expect(await readJudgedLeads(database.db, campaignId)).toEqual(first);
    expect(await readJudgedLeads(database.db)).toEqual([
      ...first,
      { campaignId: other, chosenBy: 'model', yes: 1, no: 0 },
    ]);
  });

  test('count with the last word on them, and stay with who chose them first', async () => {
    await judge([
      ['llm', YES, 'model'],
      ['human', NO],
    ]);
    await judge([
      ['model', NO],
      ['llm', YES, 'random'],
    ]);
    expect(await readJudgedLeads(database.db)).toEqual([
      { campaignId, chosenBy: 'model', yes: 0, no: 1 },
      { campaignId, chosenBy: 'random', yes: 1, no: 0 },
    ]);
  });

  test('are neither audits, nor what only the model or a human judged', async () => {
    await judge([['model', YES, 'model']]);
    await judge([['human', YES]]);
    await judge([['llm', YES]]);
    await judge([
      ['model', NO],
      ['human', YES],
    ]);
    expect(await readJudgedLeads(database.db)).toEqual([]);
  });
});

test('learning is what was asked in its order, with the first answers, in parts', async () => {
  const other = await addCampaign(database.db);
  await judge([['llm', NO, 'arrival']]);
  await judge([['llm', NO, 'random']]);
  await judge([
    ['llm', YES, 'model'],
    ['human', NO],
  ]);
  await judge([
    ['model', NO],
    ['llm', YES],
  ]);
  await judge([['llm', YES, 'model']]);
  await judge([['human', YES]]);
  await judge([['llm', YES, 'model']], other);
  expect(await readLearning(database.db, campaignId, 2)).toEqual([
    { asked: 3, yes: 1 },
    { asked: 2, yes: 2 },
  ]);
  expect(await readLearning(database.db, campaignId + 1_000, 2)).toEqual([]);
});

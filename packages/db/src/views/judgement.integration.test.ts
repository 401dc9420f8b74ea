import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import {
  addCampaign,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAudits, readJudgedLeads } from './judgement.ts';

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

type Judgement = readonly [source: VerdictSource, qualified: boolean, modelVersion?: string];

/** A lead with its verdicts, each of which supersedes the one before. */
async function judge(judgements: readonly Judgement[], campaign = campaignId): Promise<void> {
  const { leadId } = await addLead(database.db);
  for (const [i, [source, qualified, modelVersion]] of judgements.entries()) {
    await database.db
      .insertInto('verdict')
      .values({
        lead_id: leadId,
        campaign_id: campaign,
        qualified,
        reason: 'because',
        source,
        model_version: modelVersion ?? null,
        confidence: null,
        created_at: NOW,
        superseded_at: i < judgements.length - 1 ? NOW : null,
      })
      .execute();
  }
}

const [YES, NO] = [true, false];

describe('judged leads', () => {
  test('are counted by who chose them and by the answer, per campaign', async () => {
    const other = await addCampaign(database.db);
    await judge([['llm', YES]]);
    await judge([['llm', NO]]);
    await judge([['llm', NO]]);
    await judge([['llm', YES, 'v1']]);
    await judge([['llm', NO, 'v2']]);
    await judge([['llm', YES, 'v1']], other);
    expect(await readJudgedLeads(database.db)).toEqual([
      { campaignId, chosenBy: 'arrival', yes: 1, no: 2 },
      { campaignId, chosenBy: 'model', yes: 1, no: 1 },
      { campaignId: other, chosenBy: 'model', yes: 1, no: 0 },
    ]);
  });

  test('count with the last word on them, and stay with who chose them first', async () => {
    await judge([
      ['llm', YES, 'v1'],
      ['human', NO],
    ]);
    await judge([
      ['model', NO, 'v1'],
      ['llm', YES, 'v2'],
    ]);
    await judge([
      ['llm', NO],
      ['llm', YES, 'v3'],
    ]);
    expect(await readJudgedLeads(database.db)).toEqual([
      { campaignId, chosenBy: 'arrival', yes: 1, no: 0 },
      { campaignId, chosenBy: 'model', yes: 1, no: 1 },
    ]);
  });

  test('are neither those that only the model judged, nor those that a human chose', async () => {
    await judge([['model', YES, 'v1']]);
    await judge([['human', YES]]);
    expect(await readJudgedLeads(database.db)).toEqual([]);
  });
});

describe('audits', () => {
  test('are the verdicts of the model alone that somebody judged again', async () => {
    const other = await addCampaign(database.db);
    await judge([
      ['model', NO, 'v1'],
      ['llm', YES, 'v2'],
    ]);
    await judge([
      ['model', NO, 'v1'],
      ['human', NO],
    ]);
    await judge([
      ['model', YES, 'v1'],
      ['llm', YES],
      ['human', NO],
    ]);
    await judge([
      ['model', YES, 'v1'],
      ['model', NO, 'v2'],
      ['human', NO],
    ]);
    expect(await readAudits(database.db)).toEqual([
      { campaignId, checked: 4, overturned: 2 },
      { campaignId: other, checked: 0, overturned: 0 },
    ]);
  });

  test('are not what nobody checked, what the model changed itself, and what others judged first', async () => {
    await judge([['model', NO, 'v1']]);
    await judge([
      ['model', NO, 'v1'],
      ['model', YES, 'v2'],
    ]);
    await judge([
      ['llm', NO, 'v1'],
      ['human', YES],
    ]);
    expect(await readAudits(database.db)).toEqual([{ campaignId, checked: 0, overturned: 0 }]);
  });
});

import type { CampaignModelView, ModelCounts } from '@fairlead/db/views/campaign-model';
import type { JudgedLeads } from '@fairlead/db/views/judgement';
import { describe, expect, test } from 'vitest';
import { modelPage, savingsOf } from './model.ts';

const COUNTS: ModelCounts = {
  llmYes: 1,
  llmNo: 9,
  humanYes: 0,
  humanNo: 0,
  accepted: 0,
  replied: 0,
  modelYes: 2,
  parked: 98,
  auditsWaiting: 0,
};
const CAMPAIGN: CampaignModelView = {
  id: 1,
  name: 'Wind parks',
  strategy: 'bayes',
  auditShare: 0.05,
  auditTolerance: 0.05,
  fit: null,
  counts: COUNTS,
};
const NO_AUDITS = { audits: [], settledTo: null, tolerance: 0.05 };
const judged = (chosenBy: JudgedLeads['chosenBy'], yes: number, no: number): JudgedLeads => ({
  campaignId: 1,
  chosenBy,
  yes,
  no,
});

test.each([
  { what: 'too few were drawn', leads: [judged('model', 50, 50)], says: /Too few answers: 10 of each/ },
  {
    what: 'it is better',
    leads: [judged('model', 60, 40), judged('random', 10, 90)],
    says: /^The model finds a yes more often/,
  },
  {
    what: 'it is not shown to be',
    leads: [judged('model', 6, 14), judged('random', 5, 15)],
    says: /^Not above random so far/,
  },
  {
    what: 'it is worse',
    leads: [judged('model', 5, 95), judged('random', 50, 50)],
    says: /^Below random so far/,
  },
])('the lift is said in words when $what', ({ leads, says }) => {
  expect(modelPage(CAMPAIGN, NO_AUDITS, leads).liftText).toMatch(says);
});

describe('what was spared is every automatic decision, at the average of the questions asked', () => {
  const asked = {
    purpose: 'verdict',
    model: 'small-1',
    calls: 10,
    promptTokens: 8_000,
    completionTokens: 1_000,
  } as const;
  const drafted = { ...asked, purpose: 'follow-up' } as const;
  const prices = [{ model: 'small', prompt: 0.25, completion: 2 }];

  test.each([
    { what: 'in tokens and in money', usage: [asked, drafted], tokens: 90_000, cost: 0.04 },
    {
      what: 'not in money, where a model has no price',
      usage: [asked, { ...asked, model: 'another' }],
      tokens: 90_000,
      cost: null,
    },
    { what: 'not at all, where nothing was asked', usage: [drafted], tokens: null, cost: null },
  ])('$what', ({ usage, tokens, cost }) => {
    const questions = usage.filter(({ purpose }) => purpose === 'verdict').length * 10;
    expect(savingsOf(COUNTS, usage, prices)).toEqual({
      ...{ calls: 100, asked: questions, tokens },
      cost: cost === null ? null : expect.closeTo(cost, 12),
    });
  });
});

test('predictions stand beside answers', () => {
  const bin = { from: 0, to: 0.05, people: 20, meanProbability: 0.02, yes: 1 };
  const fit = {
    strategy: 'bayes',
    version: 'v',
    embeddingModel: 'm',
    labels: 20,
    report: { concerns: [], calibration: [bin] },
    createdAt: new Date(0),
  };
  expect(modelPage({ ...CAMPAIGN, fit }, NO_AUDITS, []).calibration).toEqual([{ ...bin, yesShare: 0.05 }]);
});

import type { CampaignModelView, ModelCounts } from '@fairlead/db/views/campaign-model';
import type { JudgedLeads } from '@fairlead/db/views/judgement';
import { expect, test } from 'vitest';
import { modelPage } from './model.ts';

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
  verdictCalls: 10,
  verdictTokens: 9_000,
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

test('what was spared is every automatic decision, at the average of the questions asked', () => {
  expect(modelPage(CAMPAIGN, NO_AUDITS, []).savings).toEqual({ calls: 100, tokens: 90_000 });
  const unasked = { ...CAMPAIGN, counts: { ...COUNTS, verdictCalls: 0, verdictTokens: 0 } };
  expect(modelPage(unasked, NO_AUDITS, []).savings).toEqual({ calls: 100, tokens: null });
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

import type { JudgedLeads } from '@fairlead/db/views/judgement';
import { expect, test } from 'vitest';
import { FEWEST_ANSWERS, modelLift } from './model-lift.ts';

const judged = (chosenBy: JudgedLeads['chosenBy'], yes: number, no: number, campaignId = 1): JudgedLeads => ({
  campaignId,
  chosenBy,
  yes,
  no,
});

test('it is the one share of yes divided by the other, per campaign', () => {
  const lifts = modelLift([
    judged('arrival', 5, 45),
    judged('model', 6, 14),
    judged('arrival', 10, 10, 2),
    judged('model', 10, 30, 2),
  ]);
  expect([...lifts.keys()]).toEqual([1, 2]);
  expect(lifts.get(1)).toBeCloseTo(3);
  expect(lifts.get(2)).toBeCloseTo(0.5);
});

test.each([
  {
    what: 'the model chose too few',
    leads: [judged('arrival', 5, 45), judged('model', FEWEST_ANSWERS - 1, 0)],
  },
  { what: 'too few came first', leads: [judged('arrival', 1, FEWEST_ANSWERS - 2), judged('model', 6, 14)] },
  { what: 'nobody who came first was a yes', leads: [judged('arrival', 0, 50), judged('model', 6, 14)] },
  { what: 'everybody came first', leads: [judged('arrival', 5, 45)] },
  {
    what: 'the other side belongs to another campaign',
    leads: [judged('arrival', 5, 45), judged('model', 6, 14, 2)],
  },
])('there is none while $what', ({ leads }) => {
  expect(modelLift(leads).size).toBe(0);
});

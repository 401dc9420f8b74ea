import { expect, test } from 'vitest';
import { learningChart } from './learning.ts';

const STEPS = [
  { asked: 10, yes: 2 },
  { asked: 10, yes: 6 },
  { asked: 9, yes: 7 },
];

test('adds up what was found, beside what chance would have found', () => {
  const { names, rows } = learningChart(STEPS, { yes: 1, no: 4 });
  expect(names).toEqual(['Found', 'By chance']);
  expect(rows).toEqual([
    { category: '10', values: ['2', '2'] },
    { category: '20', values: ['8', '4'] },
    { category: '29', values: ['15', '6'] },
  ]);
});

test('has no line of chance while nobody was drawn at random', () => {
  expect(learningChart(STEPS, { yes: 0, no: 0 }).names).toEqual(['Found']);
});

import { expect, test } from 'vitest';
import { calibrationOf } from './calibration.ts';

test('each prediction falls into one interval, the ends included', () => {
  const bins = calibrationOf([
    { probability: 0, qualified: false },
    { probability: 0.04, qualified: true },
    { probability: 0.05, qualified: false },
    { probability: 0.8, qualified: true },
    { probability: 1, qualified: true },
  ]);
  expect(bins).toEqual([
    { from: 0, to: 0.05, people: 2, meanProbability: 0.02, yes: 1 },
    { from: 0.05, to: 0.1, people: 1, meanProbability: 0.05, yes: 0 },
    { from: 0.8, to: 1, people: 2, meanProbability: 0.9, yes: 2 },
  ]);
});

test('nothing predicted, no intervals', () => {
  expect(calibrationOf([])).toEqual([]);
});

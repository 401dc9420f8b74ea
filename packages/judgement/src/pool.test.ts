import { describe, expect, test } from 'vitest';
import { faultOf } from './data-set.ts';
import { drawPool } from './pool.ts';
import { inventedPopulation } from './population.ts';

const data = inventedPopulation();
const task = { name: 'a', positives: ['trade-01', 'trade-02'], rate: 0.2, pool: 300, noise: 0.1 };

test('a pool has the size, the rate and about the noise of its task', () => {
  const { candidates, fits, answers } = drawPool(data, task, 3);
  expect(candidates).toHaveLength(300);
  expect(candidates.map(({ id }) => id)).toEqual(fits.map((_, id) => id));
  expect(fits.filter(Boolean)).toHaveLength(60);
  const wrong = answers.filter((answer, id) => answer !== fits[id]).length;
  expect(wrong).toBeGreaterThan(10);
  expect(wrong).toBeLessThan(60);
});

test('nobody is drawn twice', () => {
  const { candidates } = drawPool(data, task, 3);
  expect(new Set(candidates.map(({ vector }) => vector)).size).toBe(300);
});

test('the same seed draws the same pool, another one another', () => {
  expect(drawPool(data, task, 3)).toEqual(drawPool(data, task, 3));
  expect(drawPool(data, task, 4).fits).not.toEqual(drawPool(data, task, 3).fits);
});

test('too few leads of a kind make a smaller pool of the same rate', () => {
  const { fits } = drawPool(data, { ...task, rate: 0.5, pool: 1_000 }, 1);
  expect(fits).toHaveLength(400);
  expect(fits.filter(Boolean)).toHaveLength(200);
});

test('the objective is a unit vector between the sentences of its categories', () => {
  const { objective } = drawPool(data, task, 1);
  expect(Math.hypot(...objective)).toBeCloseTo(1);
  for (const category of task.positives) {
    const sentence = data.objectives.get(category) ?? new Float32Array();
    expect(objective.reduce((sum, value, j) => sum + value * (sentence[j] ?? 0), 0)).toBeGreaterThan(0.5);
  }
});

describe('a task the data cannot serve', () => {
  test.each([
    [{ ...task, positives: ['trade-99'] }, 'no such category: trade-99'],
    [{ ...task, positives: [...data.objectives.keys()] }, 'every lead is of its categories'],
  ])('%#', (unfit, words) => {
    expect(faultOf(unfit, data)).toContain(words);
  });
  test('while one that it can serve has no fault', () => {
    expect(faultOf(task, data)).toBeNull();
  });
});

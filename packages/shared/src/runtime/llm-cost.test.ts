import { expect, test } from 'vitest';
import { llmCost } from './llm-cost.ts';

const PRICES = [
  { model: 'small', prompt: 0.25, completion: 2 },
  { model: 'small-pro', prompt: 10, completion: 80 },
  { model: 'own', prompt: 0, completion: 0 },
];
const used = { promptTokens: 4_000_000, completionTokens: 500_000 };

test.each([
  { model: 'small', cost: 2 },
  { model: 'small-2026-01-05', cost: 2 },
  { model: 'small-pro-2026-01-05', cost: 80 },
  { model: 'own', cost: 0 },
  { model: 'another', cost: null },
])('the tokens of $model cost $cost', ({ model, cost }) => {
  expect(llmCost({ model, ...used }, PRICES)).toBe(cost);
});

import { expect, test } from 'vitest';
import { syntheticLabels } from '../../test/synthetic.ts';
import { measureLabelCost } from './label-cost.ts';

test('counts the ticks of the clock it is given', () => {
  const leads = syntheticLabels(3, 120);
  let ticks = 0;
  const nowMs = (): number => ticks++;
  const cost = measureLabelCost(leads.slice(0, 60), leads.slice(60, 110), leads.slice(110, 113), nowMs);
  expect(cost).toEqual({ labelMs: 1, warmRefitMs: 1, poolRefitMs: 1 });
});

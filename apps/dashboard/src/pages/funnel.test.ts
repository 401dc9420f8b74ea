import type { Funnel } from '@fairlead/db/repositories/funnel';
import { expect, test } from 'vitest';
import { funnelSteps } from './funnel.ts';

const nobody: Funnel = {
  leads: 0,
  enriched: 0,
  embedded: 0,
  judged: 0,
  qualified: 0,
  disqualified: 0,
  parked: 0,
  fresh: 0,
  pending: 0,
  invited: 0,
  connected: 0,
  completed: 0,
  failed: 0,
  llmCalls: 0,
  autoDecisions: 0,
};

test('an empty funnel draws nothing and converts nothing', () => {
  for (const step of funnelSteps(nobody)) {
    expect(step).toMatchObject({ count: 0, conversion: null, share: 0, path: '' });
  }
});

test('steps convert from the one before and are as thick as their count', () => {
  const steps = funnelSteps({ ...nobody, leads: 1_000, enriched: 500, judged: 500, qualified: 1 });
  expect(steps.map(({ conversion }) => conversion)).toEqual([null, 0.5, 1, 0.002, 0, null, null]);
  expect(steps[0]?.path).toBe('M0 0C55 0 45 25 100 25V75C45 75 55 100 0 100Z');
  // One person is still to be seen.
  expect(steps[3]?.share).toBeGreaterThan(0.01);
});

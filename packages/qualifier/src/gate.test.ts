import { describe, expect, test } from 'vitest';
import { passGate } from './gate.ts';
import { ClassicOptions } from './model-state.ts';

const options = { entropyBelow: 0.3, stdBelow: 0.05, acceptAt: 0.9 };

test('unless told otherwise the lines are entropy 0.3, deviation 0.05 and probability 0.9, with the guard', () => {
  expect(ClassicOptions.parse({})).toMatchObject({ ...options, guard: true });
});

describe('passGate', () => {
  test.each([
    { mean: 0.02, std: 0.01, outcome: false },
    { mean: -0.3, std: 0.01, outcome: false },
    { mean: 0.97, std: 0.01, outcome: true },
    { mean: 1.4, std: 0.01, outcome: true },
    { mean: 0.5, std: 0.01, outcome: 'entropy 0.693 is not below 0.3' },
    { mean: 0.1, std: 0.01, outcome: 'entropy 0.325 is not below 0.3' },
    { mean: 0.02, std: 0.05, outcome: 'deviation 0.050 is not below 0.05' },
  ])('mean $mean, deviation $std → $outcome', ({ mean, std, outcome }) => {
    const decision = passGate(mean, std, options, null);
    expect(decision.kind === 'auto' ? decision.qualified : decision.why).toBe(outcome);
  });

  test('a likely yes below the acceptance line is asked, not rejected', () => {
    const strict = { ...options, acceptAt: 0.99 };
    expect(passGate(0.95, 0.01, strict, null)).toMatchObject({
      kind: 'ask',
      why: expect.stringContaining('too low'),
    });
  });

  test.each([
    { mean: -0.3, probability: 0, entropy: 0 },
    { mean: 0.5, probability: 0.5, entropy: Math.LN2 },
    { mean: 1.4, probability: 1, entropy: 0 },
  ])('mean $mean is the probability $probability, with its entropy', ({ mean, probability, entropy }) => {
    const decision = passGate(mean, 0.02, options, null);
    expect(decision).toMatchObject({ probability, std: 0.02 });
    expect(decision.entropy).toBeCloseTo(entropy, 12);
  });

  test('an objection always asks, with the numbers and its reason', () => {
    const decision = passGate(0, 0.001, options, 'guard: no');
    expect(decision).toEqual({ kind: 'ask', probability: 0, entropy: 0, std: 0.001, why: 'guard: no' });
  });
});

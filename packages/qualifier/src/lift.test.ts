import { describe, expect, test } from 'vitest';
import { fewestAnswers, liftOver } from './lift.ts';

describe('liftOver', () => {
  test('is about the ratio of the two shares, within its interval', () => {
    const lift = liftOver({ yes: 300, no: 700 }, { yes: 100, no: 900 });
    expect(lift?.ratio).toBeCloseTo(3, 1);
    // exp(ln 3 ± 1.96 √(1/300 − 1/1000 + 1/100 − 1/1000)) without the halves: 2.44 … 3.69.
    expect(lift?.low).toBeCloseTo(2.44, 1);
    expect(lift?.high).toBeCloseTo(3.69, 1);
  });

  test('is 1 where both shares are the same, and the interval holds it', () => {
    const lift = liftOver({ yes: 5, no: 15 }, { yes: 5, no: 15 });
    expect(lift?.ratio).toBe(1);
    expect(lift?.low).toBeLessThan(1);
    expect(lift?.high).toBeGreaterThan(1);
  });

  test('has an end also where nobody drawn at random was a yes', () => {
    const lift = liftOver({ yes: 10, no: 10 }, { yes: 0, no: 30 });
    expect(lift?.ratio).toBeGreaterThan(10);
    expect(lift?.low).toBeGreaterThan(1);
    expect(Number.isFinite(lift?.high)).toBe(true);
  });

  test('there is none while one side has too few answers', () => {
    const few = { yes: 1, no: fewestAnswers - 2 };
    const enough = { yes: 5, no: fewestAnswers };
    expect(liftOver(few, enough)).toBeNull();
    expect(liftOver(enough, few)).toBeNull();
  });
});

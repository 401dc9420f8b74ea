import { expect, test } from 'vitest';
import { lastChoice, lastRefit } from './schedule.ts';

const counts = Array.from({ length: 3_000 }, (_, count) => count);

test('up to thirty labels each has its fit, then every five to eight per cent', () => {
  const refits = counts.filter((count) => lastRefit(count) === count);
  expect(refits.slice(0, 31)).toEqual(counts.slice(0, 31));
  for (const [i, at] of refits.entries()) {
    const before = refits[i - 1] ?? at;
    if (before >= 30) {
      expect(at / before).toBeLessThan(1.08);
      expect(at / before).toBeGreaterThanOrEqual(1.05);
    }
  }
});

test('the prior is chosen at eight labels, then every third more, always with a fit', () => {
  const choices = counts.filter((count) => count > 0 && lastChoice(count) === count);
  expect(choices.slice(0, 6)).toEqual([8, 11, 15, 20, 26, 34]);
  for (const [i, at] of choices.entries()) {
    expect(lastRefit(at)).toBe(at);
    if (i > 0) expect(at / (choices[i - 1] ?? 1)).toBeLessThan(1.45);
  }
});

test('in between it is the last one', () => {
  for (const count of counts) {
    expect(lastRefit(count)).toBe(lastRefit(lastRefit(count)));
    expect(lastRefit(count)).toBeGreaterThan(count / 1.09 - 1);
    expect(lastChoice(count)).toBe(count < 8 ? 0 : lastChoice(lastChoice(count)));
  }
});

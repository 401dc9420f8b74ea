import { expect, test } from 'vitest';
import { dueElement, relativeTime, timeElement } from './time.ts';

const now = new Date('2026-03-02T09:00:00Z');
const seconds = (count: number): Date => new Date(now.getTime() + count * 1_000);

test.each([
  [0, 'now'],
  [0.5, 'now'],
  [-12, '12 s ago'],
  [119, 'in 2 min'],
  [-90, '1 min ago'],
  [-3_600, '1 h ago'],
  [26 * 3_600, 'in 1 d'],
  [-59 * 86_400, '59 d ago'],
  [-60 * 86_400, '2026-01-01'],
])('%s seconds away is %s', (away, text) => {
  expect(relativeTime(seconds(away), now)).toBe(text);
});

test('the absolute time stands in the title', () => {
  expect(timeElement(seconds(-60), now)).toBe(
    '<time datetime="2026-03-02T08:59:00.000Z" title="2026-03-02 08:59:00 UTC">1 min ago</time>',
  );
});

test('what was planned for the past is due', () => {
  expect(dueElement(seconds(-3_600), now)).toContain('>due</time>');
  expect(dueElement(seconds(3_600), now)).toContain('>in 1 h</time>');
});

import { expect, test } from 'vitest';
import { labelsWithoutYeses, stopObjection } from './stop-rule.ts';

test.each([
  { labels: 99, positives: 99, known: 2_000, may: false },
  { labels: 100, positives: 24, known: 2_000, may: false },
  { labels: 100, positives: 25, known: 2_000, may: true },
  { labels: 399, positives: 24, known: 2_000, may: false },
  { labels: 400, positives: 0, known: 2_000, may: true },
  { labels: 400, positives: 0, known: 100_000, may: true },
  { labels: 249, positives: 3, known: 1_000, may: false },
  { labels: 250, positives: 3, known: 1_000, may: true },
  { labels: 99, positives: 0, known: 150, may: false },
  { labels: 100, positives: 0, known: 150, may: true },
])('$labels labels with $positives yes of $known known: may stop $may', ({ may, ...standing }) => {
  expect(stopObjection(standing) === null).toBe(may);
});

test.each([
  [0, 100],
  [400, 100],
  [401, 101],
  [1_600, 400],
  [50_000, 400],
])('of %i known leads, %i labels are enough whatever they say', (known, labels) => {
  expect(labelsWithoutYeses(known)).toBe(labels);
});

test('says what is missing', () => {
  expect(stopObjection({ labels: 12, positives: 3, known: 2_000 })).toBe(
    '12 labels with 3 yes: it needs 100 with 25 yes, or 400 whatever they say',
  );
});

import { expect, test } from 'vitest';
import { sentAgeMs } from './sent-age.ts';

const HOUR_MS = 3_600_000;

test.each([
  ['Sent just now', 0],
  ['Sent today', 0],
  ['Sent yesterday', 24 * HOUR_MS],
  ['Sent 1 hour ago', HOUR_MS],
  ['Sent 5 minutes ago', 300_000],
  ['Sent 6 days ago', 6 * 24 * HOUR_MS],
  ['Sent 1 week ago', 7 * 24 * HOUR_MS],
  ['Sent 3 months ago', 90 * 24 * HOUR_MS],
  ['Gesendet vor 2 Wochen', 0],
  ['', 0],
])('%s', (label, ageMs) => {
  expect(sentAgeMs(label)).toBe(ageMs);
});

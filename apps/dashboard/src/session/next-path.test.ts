import { expect, test } from 'vitest';
import { safeNextPath } from './next-path.ts';

test.each(['/', '/leads?state=enriched&q=a%20b', '/leads/7'])('keeps %s', (path) => {
  expect(safeNextPath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example/',
  'javascript:alert(1)',
  'leads',
  '',
  undefined,
  ['/leads'],
])('turns %s into the overview', (next) => {
  expect(safeNextPath(next)).toBe('/');
});

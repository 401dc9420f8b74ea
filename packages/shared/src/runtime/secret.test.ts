import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const secret = new Secret('planted-secret');

test('a secret reveals itself only when asked', () => {
  expect(secret.reveal()).toBe('planted-secret');
});

test.each([
  ['a template', () => `${secret}`],
  ['concatenation', () => `text ${String(secret)}`],
  ['JSON', () => JSON.stringify({ nested: [secret] })],
  ['inspection', () => inspect({ nested: { secret } }, { depth: 5, showHidden: true })],
  ['formatting', () => format('%s %o %j', secret, secret, secret)],
  ['its own fields', () => JSON.stringify(Object.entries(secret))],
])('%s does not show it', (_, show) => {
  expect(show()).not.toContain('planted-secret');
});

import { expect, test } from 'vitest';
import { createUnseen, LOOK_BACK } from './unseen.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));

test('takes every row once, also one that appears late', () => {
  const unseen = createUnseen(10);
  expect(unseen.from()).toBe(10);
  expect(unseen.take(rows(12))).toEqual(rows(12));
  expect(unseen.from()).toBe(10);
  expect(unseen.take(rows(11, 12))).toEqual(rows(11));
  expect(unseen.take(rows(11, 12))).toEqual([]);
});

test('looks back only so far', () => {
  const unseen = createUnseen(0);
  unseen.take(rows(1, 2, 1_000));
  expect(unseen.from()).toBe(1_000 - LOOK_BACK);
});

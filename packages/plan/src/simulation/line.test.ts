import { expect, test } from 'vitest';
import { createLine } from './line.ts';

test('an item can be taken from its instant on, the lowest order first', () => {
  const line = createLine<string>();
  line.add('late', 50, 1);
  line.add('second', 10, 3);
  line.add('first', 20, 2);
  expect([line.ready(9), line.nextMs(9), line.take(9)]).toEqual([0, 10, undefined]);
  expect([line.ready(20), line.nextMs(20)]).toEqual([2, 50]);
  expect([line.take(20), line.take(20), line.take(20)]).toEqual(['first', 'second', undefined]);
  expect([line.take(50), line.nextMs(50)]).toEqual(['late', Number.POSITIVE_INFINITY]);
});

import { expect, test } from 'vitest';
import { grid } from './grid.ts';

test('numbers stand right, words left, nothing trails', () => {
  expect(
    grid([
      ['week', 'found', 'share', ''],
      ['1', '1,200', '7 %', '██'],
      ['12', '3', '100 %', ''],
    ]),
  ).toBe(['  week  found  share', '     1  1,200    7 %  ██', '    12      3  100 %'].join('\n'));
});

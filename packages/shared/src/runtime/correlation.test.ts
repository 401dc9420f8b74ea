import { expect, test } from 'vitest';
import { currentTickId, newTickId, onBehalfOf } from './correlation.ts';
import { seededRandom } from './random.ts';

test('a tick gets 12 letters and digits, and the next one others', () => {
  const random = seededRandom(1);
  const [first, second] = [newTickId(random), newTickId(random)];
  expect([first, second]).toEqual([
    expect.stringMatching(/^[0-9a-z]{12}$/),
    expect.stringMatching(/^[0-9a-z]{12}$/),
  ]);
  expect(first).not.toBe(second);
});

test('work knows on whose behalf it runs, across awaits and beside other work', async () => {
  const seen = (tickId: string | null) =>
    onBehalfOf(tickId, async () => {
      await Promise.resolve();
      return currentTickId();
    });
  expect(currentTickId()).toBeNull();
  expect(await Promise.all([seen('a'), seen('b'), seen(null)])).toEqual(['a', 'b', null]);
  expect(onBehalfOf('a', () => onBehalfOf(null, currentTickId))).toBeNull();
});

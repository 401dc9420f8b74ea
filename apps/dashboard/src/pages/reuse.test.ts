import { expect, test } from 'vitest';
import { reuseReading } from './reuse.ts';

test('a reading is shared while it runs and for ten times as long as it took', async () => {
  let nowMs = 0;
  let readings = 0;
  const read = reuseReading(
    () => {
      readings += 1;
      nowMs += 30;
      return Promise.resolve(readings);
    },
    () => nowMs,
  );
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  nowMs = 329;
  expect(await read()).toBe(1);
  nowMs = 330;
  expect(await read()).toBe(2);
});

test('a very costly one is shown for another minute while the next is made, and after that waited for', async () => {
  let nowMs = 0;
  let readings = 0;
  const read = reuseReading(
    () => {
      readings += 1;
      nowMs += 100;
      return Promise.resolve(readings);
    },
    () => nowMs,
  );
  expect(await read()).toBe(1);
  nowMs = 1_100;
  expect(await read()).toBe(1);
  expect(readings).toBe(2);
  expect(await read()).toBe(2);
  nowMs += 62_000;
  expect(await read()).toBe(3);
});

test('a failure is passed on and tried again', async () => {
  let readings = 0;
  const read = reuseReading(
    () => {
      readings += 1;
      return readings === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(readings);
    },
    () => 0,
  );
  await expect(read()).rejects.toThrow('gone');
  expect(await read()).toBe(2);
});

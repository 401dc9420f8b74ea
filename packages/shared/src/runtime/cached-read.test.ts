import { expect, test, vi } from 'vitest';
import { cachedRead } from './cached-read.ts';

const A_DAY_MS = 86_400_000;

test('shares one read among those who ask within its age', async () => {
  const read = vi.fn(() => Promise.resolve(read.mock.calls.length));
  const cached = cachedRead(A_DAY_MS, read);
  expect(await Promise.all([cached(), cached()])).toEqual([1, 1]);
  expect(await cached()).toBe(1);
});

test('reads again when the answer is too old', async () => {
  const read = vi.fn(() => Promise.resolve(read.mock.calls.length));
  const cached = cachedRead(0, read);
  expect([await cached(), await cached()]).toEqual([1, 2]);
});

test('does not keep a failure', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue('back');
  const cached = cachedRead(A_DAY_MS, read);
  await expect(cached()).rejects.toThrow('gone');
  expect(await cached()).toBe('back');
});

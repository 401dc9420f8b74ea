import { elapsedTimer } from './clock.ts';

/** `read`, whose answer is good for `maxAgeMs` real milliseconds; callers meanwhile share one read. A failure is not kept. */
export function cachedRead<T>(maxAgeMs: number, read: () => Promise<T>): () => Promise<T> {
  let latest: { answer: Promise<T>; ageMs: () => number } | null = null;
  return () => {
    if (latest && latest.ageMs() < maxAgeMs) return latest.answer;
    const mine = { answer: read(), ageMs: elapsedTimer() };
    latest = mine;
    mine.answer.catch(() => {
      if (latest === mine) latest = null;
    });
    return mine.answer;
  };
}

// A reading may cost the database at most about a tenth of one core, however many people look.
const REUSE_FACTOR = 10;

// One that is so costly is not waited for, as long as the one before is not older than that.
const COSTLY_MS = 50;
const STALE_FOR_MS = 60_000;

/**
 * Shares a costly reading: everybody who asks while it runs gets its result, and so does everybody
 * within ten times the milliseconds it took. For a minute after that a very costly one is still shown, while
 * the next is made. `elapsed` counts real milliseconds. A failure is not kept.
 */
export function reuseReading<T>(read: () => Promise<T>, elapsed: () => number): () => Promise<T> {
  let kept: { value: Promise<T>; goodUntilMs: number; staleUntilMs: number } | undefined;
  let running: Promise<T> | undefined;

  const start = (): Promise<T> => {
    const startedMs = elapsed();
    const reading = read();
    running = reading;
    reading.then(
      () => {
        const tookMs = elapsed() - startedMs;
        const goodUntilMs = elapsed() + REUSE_FACTOR * tookMs;
        const staleUntilMs = goodUntilMs + (tookMs >= COSTLY_MS ? STALE_FOR_MS : 0);
        kept = { value: reading, goodUntilMs, staleUntilMs };
        running = undefined;
      },
      () => {
        kept = undefined;
        running = undefined;
      },
    );
    return reading;
  };

  return () => {
    const nowMs = elapsed();
    if (kept && nowMs < kept.goodUntilMs) return kept.value;
    const next = running ?? start();
    return kept && nowMs < kept.staleUntilMs ? kept.value : next;
  };
}

// A reading may cost the database at most about a tenth of one core, however many people look.
const REUSE_FACTOR = 10;

/**
 * Shares a costly reading: everybody who asks while it runs gets its result, and so does everybody
 * within ten times the milliseconds it took. `elapsed` counts real milliseconds. A failure is not kept.
 */
export function reuseReading<T>(read: () => Promise<T>, elapsed: () => number): () => Promise<T> {
  let kept: Promise<T> | undefined;
  let goodUntilMs = Number.POSITIVE_INFINITY;
  return () => {
    if (kept && elapsed() < goodUntilMs) return kept;
    const startedMs = elapsed();
    goodUntilMs = Number.POSITIVE_INFINITY;
    kept = read();
    kept.then(
      () => {
        goodUntilMs = elapsed() + REUSE_FACTOR * (elapsed() - startedMs);
      },
      () => {
        kept = undefined;
      },
    );
    return kept;
  };
}

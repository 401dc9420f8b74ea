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

const MOST_KEPT = 1_000;

/** The same for each of several things, such as campaigns. */
export function reuseEach<K, T>(read: (key: K) => Promise<T>, elapsed: () => number): (key: K) => Promise<T> {
  const readings = new Map<K, () => Promise<T>>();
  return (key) => {
    const known = readings.get(key);
    if (known) return known();
    // An address may ask for what does not exist.
    if (readings.size >= MOST_KEPT) readings.clear();
    const reading = reuseReading(() => read(key), elapsed);
    readings.set(key, reading);
    return reading();
  };
}

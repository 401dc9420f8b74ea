import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Output } from './output.ts';

// A database that crashed is up again in seconds; a server may be restarted by its operator.
const PATIENCE_MS = 60_000;

export interface WatchOptions {
  clock: Clock;
  everyMs: number;
  out: Output;
  stopping: AbortSignal;
}

/**
 * Looks now and every `everyMs` real milliseconds until `look` returns true or `stopping` is aborted.
 * `Misconfigured` is passed on at once; any other failure only when it lasts, for the database may be
 * restarting.
 */
export async function watch(
  { clock, everyMs, out, stopping }: WatchOptions,
  look: () => Promise<boolean>,
): Promise<void> {
  let failingMs: (() => number) | null = null;
  while (!stopping.aborted) {
    try {
      if (await look()) return;
      failingMs = null;
    } catch (thrown) {
      // What it looks at is being taken down.
      if (stopping.aborted) return;
      const error = coerceError(thrown);
      if (error instanceof Misconfigured || (failingMs?.() ?? 0) > PATIENCE_MS) throw error;
      if (!failingMs) out.warn(`The database does not answer (${error.message}); trying again`);
      failingMs ??= elapsedTimer();
    }
    await clock.sleepRealMs(everyMs, stopping).catch(() => {});
  }
}

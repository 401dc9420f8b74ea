import type { Clock } from './clock.ts';
import { Unreachable } from './errors.ts';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';
import { onceInARow } from './once-in-a-row.ts';

export interface ReachOptions {
  health: Health;
  clock: Clock;
  log: Logger;
  /** Ends the waiting: rejects with its reason. */
  signal: AbortSignal;
}

const RETRY_MS = 5_000;

/**
 * Connects to a server that may be away for a while: tries every five seconds, says in the log and under
 * `name` in the health report what is missing. Every other fault than `Unreachable` is passed on at once.
 */
export async function waitUntilReached<T>(
  name: string,
  connect: () => Promise<T>,
  { health, clock, log, signal }: ReachOptions,
): Promise<T> {
  const told = onceInARow();
  for (;;) {
    try {
      const connected = await connect();
      health.ready(name, () => {});
      return connected;
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      health.ready(name, () => {
        throw thrown;
      });
      if (told.isNew(thrown.message))
        log.warn({ remedy: thrown.remedy }, `${thrown.message}; waiting for it`);
    }
    await clock.sleepRealMs(RETRY_MS, signal);
  }
}

import { connectDatabase, type Database } from '@fairlead/db/database';
import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Unreachable } from '@fairlead/shared/runtime/errors';
import type { Output } from '../output.ts';

const PATIENCE_MS = 60_000;
const RETRY_MS = 5_000;

/**
 * Connects to a server that may still be starting: tries for a minute, and says so every five
 * seconds. Throws the last `Unreachable` when it does not come, or at once when the server answers
 * that it will not let us in.
 */
export async function waitForDatabase(
  url: string,
  { clock, out }: { clock: Clock; out: Output },
  connect: (url: string) => Promise<Database> = (it) => connectDatabase(it, { max: 2 }),
): Promise<Database> {
  const waitedMs = elapsedTimer();
  for (;;) {
    try {
      return await connect(url);
    } catch (thrown) {
      const left = Math.ceil((PATIENCE_MS - waitedMs()) / 1_000);
      if (!(thrown instanceof Unreachable) || left <= 0) throw thrown;
      out.step(`${thrown.message}; trying for another ${left} s`);
    }
    await clock.sleepRealMs(RETRY_MS);
  }
}

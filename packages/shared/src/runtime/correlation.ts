import { AsyncLocalStorage } from 'node:async_hooks';
import { integer, type Random } from './random.ts';

const TICK_ID_LENGTH = 12;
const ALPHABET = 36;

const storage = new AsyncLocalStorage<string | null>();

/** A name for one tick, unlikely to be given twice: 12 letters and digits. */
export function newTickId(random: Random): string {
  const digits = Array.from({ length: TICK_ID_LENGTH }, () => integer(random, 0, ALPHABET - 1));
  return digits.map((digit) => digit.toString(ALPHABET)).join('');
}

/** Runs `work` on behalf of a tick: every line it logs and every job it queues names the tick. Null: on nobody's behalf. */
export function onBehalfOf<T>(tickId: string | null, work: () => T): T {
  return storage.run(tickId, work);
}

/** The tick on whose behalf this runs; null outside of one. */
export function currentTickId(): string | null {
  return storage.getStore() ?? null;
}

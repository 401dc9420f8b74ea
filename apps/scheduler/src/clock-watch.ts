import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';

/** Finds out that the clock was set forward while this process ran. */
export interface ClockWatch {
  /** By how much since the last call, on our clock; 0 when it was not. */
  setForwardByMs(): number;
}

/** Real milliseconds that a clock may gain without having been set: corrections by NTP, and slow calls. */
const TOLERANCE_MS = 60_000;

/**
 * Compares the clock with a timer that cannot be set. The timer may stand still while the machine
 * sleeps, so waking up may count as set forward too: for limits that is the safe side.
 */
export function createClockWatch(clock: Clock, startTimer: () => () => number = elapsedTimer): ClockWatch {
  let last = clock.now();
  let elapsedMs = startTimer();
  return {
    setForwardByMs: () => {
      const now = clock.now();
      const passedMs = elapsedMs() / clock.toRealMs(1);
      const gainedMs = now.getTime() - last.getTime() - passedMs;
      last = now;
      elapsedMs = startTimer();
      return clock.toRealMs(gainedMs) > TOLERANCE_MS ? Math.round(gainedMs) : 0;
    },
  };
}

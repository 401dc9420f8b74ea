/**
 * Time is a port: nothing else in the project reads the system clock.
 *
 * `now()` is the time facts are stamped with. Under the sandbox it may run faster than the wall
 * clock; durations handed to timers and queues must therefore pass through `toRealMs`.
 */
export interface Clock {
  /** The current instant on this clock. */
  now(): Date;
  /** How many wall-clock milliseconds pass while this clock advances by `ms`. */
  toRealMs(ms: number): number;
  /** Resolves after `ms` wall-clock milliseconds; rejects with the signal's reason when aborted. */
  sleepRealMs(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that agrees with the wall clock at `origin` and runs `speed` times as fast from there. */
export interface ClockOptions {
  /** Virtual milliseconds per real millisecond. Default 1. */
  speed?: number;
  /** The wall-clock instant at which virtual and real time agree. Default: the instant the clock is made. */
  origin?: Date;
}

/** The production clock. With `speed` 1 it is the wall clock. */
export function systemClock({ speed = 1, origin }: ClockOptions = {}): Clock {
  const anchorMs = origin?.getTime() ?? Date.now();
  return {
    now: () => new Date(speed === 1 ? Date.now() : anchorMs + (Date.now() - anchorMs) * speed),
    toRealMs: (ms) => ms / speed,
    sleepRealMs,
  };
}

/** Milliseconds since the epoch by the wall clock, for queues and servers that schedule by it whatever speed ours runs at. */
export function wallClockMs(): number {
  return Date.now();
}

/** Monotonic wall-clock milliseconds, for measuring how long something took. */
export function elapsedTimer(): () => number {
  const startedMs = performance.now();
  return () => performance.now() - startedMs;
}

function sleepRealMs(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A clock for tests: stands still until advanced; sleeping advances it at once. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  set(instant: Date): void;
}

export function manualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    toRealMs: (ms) => ms,
    sleepRealMs: (ms, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason);
      nowMs += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      nowMs += ms;
    },
    set: (instant) => {
      nowMs = instant.getTime();
    },
  };
}

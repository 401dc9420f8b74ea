import type { Clock } from '@fairlead/shared/runtime/clock';

/** A clock whose speed can be changed and which can be moved forward while it runs. */
export interface AdjustableClock extends Clock {
  /** The wall-clock instant at which virtual and wall time agreed, until somebody adjusted it. */
  readonly origin: Date;
  /** Virtual milliseconds per wall-clock millisecond, now. */
  speed(): number;
  setSpeed(speed: number): void;
  advance(ms: number): void;
}

/** `base` is wall time; `origin` is the wall-clock instant at which virtual and wall time agree (default: now). */
export interface AdjustableClockOptions {
  base: Clock;
  speed?: number;
  origin?: Date;
}

/**
 * Virtual time with the same formula as `systemClock({speed, origin})`, so that the other processes,
 * started with the same two values, agree with the sandbox until someone adjusts it.
 */
export function adjustableClock({ base, speed = 1, origin }: AdjustableClockOptions): AdjustableClock {
  const began = origin ?? base.now();
  let currentSpeed = speed;
  let baseAnchorMs = began.getTime();
  let virtualAnchorMs = baseAnchorMs;
  const nowMs = (): number => virtualAnchorMs + (base.now().getTime() - baseAnchorMs) * currentSpeed;

  return {
    origin: began,
    now: () => new Date(nowMs()),
    toRealMs: (ms) => base.toRealMs(ms / currentSpeed),
    sleepRealMs: (ms, signal) => base.sleepRealMs(ms, signal),
    speed: () => currentSpeed,
    setSpeed: (next) => {
      virtualAnchorMs = nowMs();
      baseAnchorMs = base.now().getTime();
      currentSpeed = next;
    },
    advance: (ms) => {
      virtualAnchorMs += ms;
    },
  };
}

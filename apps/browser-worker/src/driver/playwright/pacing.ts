import type { Clock } from '@fairlead/shared/runtime/clock';
import { type Random, uniform } from '@fairlead/shared/runtime/random';

/** Ranges in wall-clock milliseconds, drawn uniformly. Defaults follow facts §5 ("Pacing used by tools"). */
export interface PacingOptions {
  /** Pause before a step on the page (a click, a navigation). Default 5,000–8,000. */
  stepMs?: readonly [low: number, high: number];
  /** Pause after each key. Default 50–200. */
  keyMs?: readonly [low: number, high: number];
  /** Multiplies both; 0 for tests and the demo. Default 1. */
  scale?: number;
}

/** The rhythm of a person at the keyboard: identical delays are one of the signals of a machine. */
export interface Pacing {
  beforeStep(): Promise<void>;
  afterKey(): Promise<void>;
}

/**
 * The rhythm itself, on real time: a page cannot be hurried by the sandbox's faster clock.
 */
export function createPacing(options: PacingOptions, clock: Clock, random: Random): Pacing {
  const { stepMs = [5000, 8000], keyMs = [50, 200], scale = 1 } = options;
  const pause = ([low, high]: readonly [number, number]): Promise<void> =>
    scale === 0 ? Promise.resolve() : clock.sleepRealMs(scale * uniform(random, low, high));
  return { beforeStep: () => pause(stepMs), afterKey: () => pause(keyMs) };
}

import type { Clock } from '@fairlead/shared/runtime/clock';
import { boundedLogNormal, type Random } from '@fairlead/shared/runtime/random';

/**
 * Ranges in wall-clock milliseconds, drawn by `boundedLogNormal`. Defaults follow facts §5 ("Pacing used by
 * tools").
 */
export interface PacingOptions {
  /** Pause before a step on the page (a click, a navigation). Default 5,000–8,000. */
  stepMs?: readonly [low: number, high: number];
  /** Pause after each key. Default 50–200. */
  keyMs?: readonly [low: number, high: number];
  /** Pause after each turn of the wheel. Default 400–2,500. */
  scrollMs?: readonly [low: number, high: number];
  /** Multiplies all; 0 for tests and the demo. Default 1. */
  scale?: number;
}

/** Faster than this nobody is imitated: the sandbox's clock runs thousands of times faster. */
const LEAST_HUMAN_SCALE = 0.1;

/** The rhythm of a person at the keyboard: identical delays are one of the signals of a machine. */
export interface Pacing {
  /** False where the rhythm is faster than any person's: then nothing is done for the look of it alone. */
  readonly isHuman: boolean;
  beforeStep(): Promise<void>;
  afterKey(): Promise<void>;
  afterScroll(): Promise<void>;
}

/**
 * The rhythm itself, on real time: a page cannot be hurried by the sandbox's faster clock.
 */
export function createPacing(options: PacingOptions, clock: Clock, random: Random): Pacing {
  const { stepMs = [5000, 8000], keyMs = [50, 200], scrollMs = [400, 2500], scale = 1 } = options;
  const pause = ([low, high]: readonly [number, number]): Promise<void> =>
    scale === 0 ? Promise.resolve() : clock.sleepRealMs(scale * boundedLogNormal(random, low, high));
  return {
    isHuman: scale >= LEAST_HUMAN_SCALE,
    beforeStep: () => pause(stepMs),
    afterKey: () => pause(keyMs),
    afterScroll: () => pause(scrollMs),
  };
}

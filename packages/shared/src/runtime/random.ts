import { randomBytes } from 'node:crypto';

/** Randomness is a port: nothing else in the project draws random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** The production source. */
export function systemRandom(): Random {
  return { next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48 };
}

/** A small, fast, reproducible generator (mulberry32). `seed` is any integer or string. */
export function seededRandom(seed: number | string): Random {
  let state = typeof seed === 'number' ? seed >>> 0 : hash32(seed);
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

/** FNV-1a, 32 bits: a stable hash of a text. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Uniform in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** A whole number, uniform in [low, high] inclusive. */
export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random.next() * (high - low + 1));
}

/** One element of a non-empty list, uniformly. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new RangeError('pick: the list is empty');
  return item;
}

/** A copy in random order (Fisher-Yates). */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = integer(random, 0, i);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Standard normal, by Box-Muller. */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Standard deviations that lie between the middle of a range and each of its ends. */
const SPREAD = 2;
/** So few of the draws fall outside that a repetition is rare, and a constant source comes to an end. */
const REDRAWS = 16;

/**
 * Log-normal within [low, high], both greater than 0: most draws are short and a few are long, as a person's
 * pauses are. The median is the geometric mean of the two. What falls outside is drawn anew, so that nothing
 * piles up at the ends.
 */
export function boundedLogNormal(random: Random, low: number, high: number): number {
  const middle = Math.log(low * high) / 2;
  const deviation = Math.log(high / low) / (2 * SPREAD);
  for (let i = 0; i < REDRAWS; i++) {
    const value = Math.exp(middle + deviation * gaussian(random));
    if (value >= low && value <= high) return value;
  }
  return Math.exp(middle);
}

/** `value` moved by up to ±`share` of itself, uniformly. */
export function jitter(random: Random, value: number, share: number): number {
  return value * uniform(random, 1 - share, 1 + share);
}

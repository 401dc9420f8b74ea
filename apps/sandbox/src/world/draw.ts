import { pick, type Random } from '@fairlead/shared/runtime/random';

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** One element of a non-empty list, in proportion to its weight. */
export function pickWeighted<T extends { weight: number }>(random: Random, items: readonly T[]): T {
  const total = items.reduce((sum, item) => sum + item.weight, 0);
  let rest = random.next() * total;
  for (const item of items) {
    rest -= item.weight;
    if (rest < 0) return item;
  }
  return pick(random, items);
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `length` characters of the base64url alphabet. */
export function token(random: Random, length: number): string {
  return Array.from({ length }, () => pick(random, [...BASE64URL])).join('');
}

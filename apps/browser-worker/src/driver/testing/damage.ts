import { integer, pick, type Random } from '@fairlead/shared/runtime/random';
import { MARA } from './profile-fixture.ts';

/** Ways to damage a Voyager response, for the fuzzer. */

const KEYS = [
  'data',
  'included',
  '*elements',
  'elements',
  'entityUrn',
  '__proto__',
  'constructor',
  'dateRange',
  'messengerConversationsBySyncToken',
  'errors',
];
const LEAVES = [null, true, false, 0, -1, 1.5, 2 ** 60, '', 'x', MARA, '__proto__', 'urn:li:fsd_geo:77'];

export function randomJson(random: Random, depth: number): unknown {
  const kind = depth === 0 ? 0 : integer(random, 0, 2);
  if (kind === 0) return pick(random, LEAVES);
  const children = Array.from({ length: integer(random, 0, 4) }, () => randomJson(random, depth - 1));
  if (kind === 1) return children;
  return Object.fromEntries(children.map((child) => [pick(random, KEYS), child]));
}

/** Removes, replaces, moves or doubles one place of a JSON value. */
export function damage(random: Random, response: unknown): void {
  const all = places(response);
  if (all.length === 0) return;
  const { holder, key } = pick(random, all);
  const change = integer(random, 0, 3);
  if (change === 0) delete holder[key];
  else if (change === 1) setOwn(holder, key, randomJson(random, 2));
  else if (change === 2) setOwn(holder, pick(random, KEYS), holder[key]);
  else setOwn(holder, key, structuredClone(pick(random, all).holder));
}

/** Cuts the text off, or changes one of its characters. */
export function damageText(random: Random, text: string): string {
  const at = integer(random, 0, text.length - 1);
  if (random.next() < 0.2) return text.slice(0, at);
  return text.slice(0, at) + pick(random, [...'0x":,{}[]- \u0000']) + text.slice(at + 1);
}

/** Every place of a JSON value that can be changed, as (holder, key). */
function places(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

/** As JSON.parse would: a "__proto__" key is a plain field. */
function setOwn(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

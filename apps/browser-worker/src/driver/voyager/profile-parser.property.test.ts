import { Profile } from '@fairlead/shared/domain/profile';
import { integer, pick, type Random, seededRandom } from '@fairlead/shared/runtime/random';
import { expect, it } from 'vitest';
import { invitation, MARA, profileResponse, withInvitation } from '../testing/profile-fixture.ts';
import { parseProfile } from './profile-parser.ts';
import { VoyagerShapeError } from './shape-error.ts';

const KEYS = [
  'data',
  'included',
  '*elements',
  'elements',
  'entityUrn',
  '__proto__',
  'constructor',
  'dateRange',
];
const LEAVES = [null, true, false, 0, -1, 1.5, 2 ** 60, '', 'x', MARA, '__proto__', 'urn:li:fsd_geo:77'];

function randomJson(random: Random, depth: number): unknown {
  const kind = depth === 0 ? 0 : integer(random, 0, 2);
  if (kind === 0) return pick(random, LEAVES);
  const children = Array.from({ length: integer(random, 0, 4) }, () => randomJson(random, depth - 1));
  if (kind === 1) return children;
  return Object.fromEntries(children.map((child) => [pick(random, KEYS), child]));
}

/** Every place of a JSON value that can be changed, as (holder, key). */
function places(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

function mutate(random: Random, response: unknown): void {
  const all = places(response);
  const { holder, key } = pick(random, all);
  const change = integer(random, 0, 3);
  if (change === 0) delete holder[key];
  else if (change === 1) setOwn(holder, key, randomJson(random, 2));
  else if (change === 2) setOwn(holder, pick(random, KEYS), holder[key]);
  else setOwn(holder, key, structuredClone(pick(random, all).holder));
}

/** As JSON.parse would: a "__proto__" key is a plain field. */
function setOwn(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A valid profile, or the one error the parser may throw. */
function expectTotal(response: unknown): 'profile' | 'error' {
  try {
    Profile.parse(parseProfile(response));
    return 'profile';
  } catch (error) {
    expect(error, JSON.stringify(response)).toBeInstanceOf(VoyagerShapeError);
    return 'error';
  }
}

it('never throws anything but VoyagerShapeError on arbitrary JSON', () => {
  const random = seededRandom('arbitrary json');
  for (let round = 0; round < 2000; round++) expectTotal(randomJson(random, integer(random, 0, 6)));
});

it('never throws anything but VoyagerShapeError on 2,000 damaged responses', () => {
  const random = seededRandom('damaged responses');
  const outcomes = { profile: 0, error: 0 };
  for (let round = 0; round < 2000; round++) {
    const response = profileResponse(withInvitation('urn:li:fsd_invitation:7001'));
    response.included.push(invitation('urn:li:fsd_invitation:7001', 'SENT'));
    for (let hit = integer(random, 1, 4); hit > 0; hit--) mutate(random, response);
    outcomes[expectTotal(JSON.parse(JSON.stringify(response)))]++;
  }
  // Both must occur often, else the property is tested on one side only.
  expect(Math.min(outcomes.profile, outcomes.error)).toBeGreaterThan(200);
});

it('survives nesting deeper than the stack', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 50_000; level++) deep = { elements: deep };
  const response = profileResponse();
  response.included.push({ entityUrn: MARA, headline: deep }, { entityUrn: MARA, extra: deep });
  expect(parseProfile(response).headline).toBe('Tide clerk');
});

import { Profile } from '@fairlead/shared/domain/profile';
import { integer, seededRandom } from '@fairlead/shared/runtime/random';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { damage, damageText, randomJson } from '../testing/damage.ts';
import { connectionsResponse, conversationsResponse } from '../testing/messaging-fixture.ts';
import { invitation, MARA, ME, profileResponse, withInvitation } from '../testing/profile-fixture.ts';
import { parseConnections } from './connections-parser.ts';
import { parseConversations } from './conversations-parser.ts';
import { readJson } from './json.ts';
import { parseProfile } from './profile-parser.ts';
import { parseRelationship } from './relationship.ts';
import { VoyagerShapeError } from './shape-error.ts';

/** Damaged responses in all. A nightly run asks for 100,000 (CONTRIBUTING.md). */
const RUNS = z.coerce.number().int().min(100).default(5000).parse(process.env.FUZZ_RUNS);

vi.setConfig({ testTimeout: 900_000 });

function invitedProfile(): unknown {
  const response = profileResponse(withInvitation('urn:li:fsd_invitation:7001'));
  response.included.push(invitation('urn:li:fsd_invitation:7001', 'SENT'));
  return response;
}

/** What is damaged, and what reads it. A profile must be a valid one. */
const TARGETS: readonly [name: string, make: () => unknown, read: (response: unknown) => unknown][] = [
  ['profile', invitedProfile, (response) => Profile.parse(parseProfile(response))],
  ['relationship', invitedProfile, (response) => parseRelationship(response, MARA)],
  ['conversations', conversationsResponse, (response) => parseConversations(response, ME)],
  ['connections', connectionsResponse, parseConnections],
];

/** True when it was read; false when it was the one error the parsers may throw, with a path. */
function survives(read: () => unknown, response: unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    expect(error, JSON.stringify(response)?.slice(0, 2000)).toBeInstanceOf(VoyagerShapeError);
    expect((error as VoyagerShapeError).path).not.toBe('');
    return false;
  }
}

it.each(TARGETS)('never throws anything but VoyagerShapeError on arbitrary JSON: %s', (name, _make, read) => {
  const random = seededRandom(`arbitrary ${name}`);
  for (let round = 0; round < 1000; round++) {
    const response = randomJson(random, integer(random, 0, 6));
    survives(() => read(response), response);
  }
});

it.each(TARGETS)(
  `never throws anything but VoyagerShapeError on its share of ${RUNS} damaged responses: %s`,
  (name, make, read) => {
    const random = seededRandom(`damaged ${name}`);
    const runs = Math.ceil(RUNS / TARGETS.length);
    let readable = 0;
    for (let round = 0; round < runs; round++) {
      const response = structuredClone(make());
      for (let hit = integer(random, 1, 4); hit > 0; hit--) damage(random, response);
      const body = JSON.stringify(response);
      // One in four is damaged as text as well: cut off, or a character changed.
      const text = round % 4 === 0 ? damageText(random, body) : body;
      if (survives(() => read(readJson(text)), response)) readable += 1;
    }
    // Both must occur often, else the property is tested on one side only.
    expect(readable).toBeGreaterThan(runs / 50);
    expect(runs - readable).toBeGreaterThan(runs / 50);
  },
);

it('does not depend on the order of included', () => {
  const random = seededRandom('order');
  for (let round = 0; round < 200; round++) {
    const response = profileResponse();
    const shuffled = response.included
      .map((entity) => ({ entity, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ entity }) => entity);
    expect(parseProfile({ ...response, included: shuffled })).toEqual(parseProfile(response));
  }
});

it('merges an entity split into any parts', () => {
  const random = seededRandom('parts');
  const response = profileResponse();
  const whole = parseProfile(response);
  for (let round = 0; round < 200; round++) {
    const parts = response.included.flatMap((entity) => split(entity, integer(random, 1, 3)));
    expect(parseProfile({ ...response, included: parts })).toEqual(whole);
  }
});

function split(entity: Record<string, unknown>, count: number): Record<string, unknown>[] {
  const entries = Object.entries(entity);
  return Array.from({ length: count }, (_, part) => ({
    ...Object.fromEntries(entries.filter((_entry, i) => i % count === part)),
    entityUrn: entity.entityUrn,
  }));
}

it('reads the profile the response names, not the viewer’s', () => {
  const response = profileResponse();
  const viewer = response.included.find((entity) => entity.entityUrn === ME);
  const rest = response.included.filter((entity) => entity !== viewer);
  expect(parseProfile({ ...response, included: [viewer, ...rest] }).urn).toBe(MARA);
});

it('survives nesting deeper than the stack', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 50_000; level++) deep = { elements: deep };
  const response = profileResponse();
  response.included.push({ entityUrn: MARA, headline: deep }, { entityUrn: MARA, extra: deep });
  expect(parseProfile(response).headline).toBe('Tide clerk');
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../server.ts';
import { jsonOf, newMember, newVisitor, type Visitor } from '../../testing/visitor.ts';
import type { Person } from '../../world/person.ts';
import type { Entity } from './entities.ts';

interface Normalised {
  data: Entity;
  included: Entity[];
}

interface Nested {
  data: Record<string, { elements: unknown[] }>;
}

let sandbox: Sandbox;
let member: Visitor;
beforeAll(async () => {
  sandbox = await startSandbox({ people: 600 });
  member = await newMember(sandbox.url, 'reader@example.com');
});
afterAll(() => sandbox.close());

const FULL = 'com.linkedin.voyager.dash.deco.identity.profile.FullProfileWithEntities-91';

function profilePath(identity: string, decorationId = FULL): string {
  return `/identity/dash/profiles?q=memberIdentity&memberIdentity=${encodeURIComponent(identity)}&decorationId=${decorationId}`;
}

function someone(holds: (person: Person) => boolean): Person {
  const person = sandbox.world.people.find(holds);
  if (!person) throw new Error('nobody like that in the sandbox');
  return person;
}

async function readIncluded(identity: string, decorationId?: string): Promise<Entity[]> {
  return (await jsonOf<Normalised>(member.voyager(profilePath(identity, decorationId)))).included;
}

describe('access', () => {
  it('wants a session', async () => {
    expect((await newVisitor(sandbox.url).voyager('/me')).status).toBe(401);
  });

  it.each(['', 'ajax:0000000000000000000'])('wants the csrf token, not "%s"', async (token) => {
    const response = await member.voyager('/me', { 'csrf-token': token });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('CSRF check failed.');
  });

  it('wants the token without the quotes of the cookie', async () => {
    const quoted = member.cookies.get('JSESSIONID') ?? '';
    expect(quoted).toMatch(/^"ajax:\d{19}"$/);
    expect((await member.voyager('/me', { 'csrf-token': quoted })).status).toBe(403);
  });
});

describe('profile', () => {
  it('resolves from the root to positions, company, geo and industry', async () => {
    const person = someone(({ career, access }) => access === 'open' && career.length > 2);
    const { data, included } = await jsonOf<Normalised>(member.voyager(profilePath(person.slug)));
    const byUrn = new Map<string, Entity>();
    for (const entity of included) {
      byUrn.set(entity.entityUrn, { ...byUrn.get(entity.entityUrn), ...entity });
    }
    const follow = (urn: unknown): Entity | undefined => byUrn.get(String(urn));
    const profile = follow((data['*elements'] as string[])[0]);
    expect(profile).toMatchObject({ publicIdentifier: person.slug, headline: person.headline });
    expect(follow(profile?.['*industry'])?.name).toBe(person.industry.name);
    const groups = follow(profile?.['*profilePositionGroups'])?.['*elements'] as string[];
    const titles = groups
      .flatMap((urn) => follow(follow(urn)?.['*profilePositionInPositionGroup'])?.['*elements'] as string[])
      .map((urn) => follow(urn)?.title);
    expect(titles).toEqual(person.career.map(({ title }) => title));
    expect(follow(profile?.['*profileSkills'])).toHaveProperty('elements', []);
  });

  it('mixes in the viewer and a partial second listing, in no fixed order', async () => {
    const person = someone(({ access }) => access === 'open');
    const included = await readIncluded(person.memberId);
    const profiles = included.filter(({ $type }) => $type.endsWith('.Profile'));
    expect(profiles).toHaveLength(3);
    expect(new Set(profiles.map(({ entityUrn }) => entityUrn)).size).toBe(2);
    expect(included.map(({ entityUrn }) => entityUrn)).not.toEqual(
      included.map(({ entityUrn }) => entityUrn).toSorted(),
    );
  });

  it('leaves the relationship out for some; another decoration and the direct endpoint have it', async () => {
    const person = someone((one) => one.access === 'open' && !one.relationshipInProfile);
    const isRelationship = ({ $type }: Entity): boolean => $type.endsWith('.MemberRelationship');
    expect((await readIncluded(person.slug)).some(isRelationship)).toBe(false);
    const topCard = FULL.replace('FullProfileWithEntities-91', 'TopCardSupplementary-120');
    expect((await readIncluded(person.slug, topCard)).some(isRelationship)).toBe(true);
    const urn = encodeURIComponent(`urn:li:fsd_memberRelationship:${person.memberId}`);
    const { data } = await jsonOf<Normalised>(
      member.voyager(`/voyagerRelationshipsDashMemberRelationships/${urn}`),
    );
    expect(data).toHaveProperty('memberRelationshipUnion');
  });

  it('answers "me" with the account itself', async () => {
    const [mini] = (await jsonOf<Normalised>(member.voyager('/me'))).included;
    const self = (await readIncluded('me')).find(({ $type }) => $type.endsWith('.MemberRelationship'));
    expect(self?.memberRelationshipUnion).toEqual({ self: {} });
    expect(self?.entityUrn).toContain(String(mini?.dashEntityUrn).split(':').at(-1));
  });

  it('refuses private, missing and badly asked profiles', async () => {
    const status = async (path: string): Promise<number> => (await member.voyager(path)).status;
    expect(await status(profilePath(someone(({ access }) => access === 'private').slug))).toBe(403);
    expect(await status(profilePath(someone(({ access }) => access === 'gone').slug))).toBe(404);
    expect(await status(profilePath('nobody-here-0000'))).toBe(404);
    expect(await status(profilePath('me', FULL.replace('-91', '-92')))).toBe(400);
    expect(await status(profilePath('me', 'constructor'))).toBe(400);
  });
});

describe('messaging and connections', () => {
  it('lists connections newest first, without a total', async () => {
    const { data, included } = await jsonOf<Normalised>(
      member.voyager('/relationships/dash/connections?count=5&start=0'),
    );
    expect(data['*elements']).toHaveLength(5);
    expect(data.paging).not.toHaveProperty('total');
    const created = included.flatMap(({ createdAt }) => (typeof createdAt === 'number' ? [createdAt] : []));
    expect(created).toEqual(created.toSorted((a, b) => b - a));
  });

  it('shows a sent message in both shapes', async () => {
    const me = String((await jsonOf<Normalised>(member.voyager('/me'))).included[0]?.dashEntityUrn);
    const friend = someone((person) => person.initialDegree === 1 && person.access === 'open');
    const sent = await member.voyagerPost('/voyagerMessagingDashMessengerMessages?action=createMessage', {
      message: { body: { attributes: [], text: 'Hello' }, renderContentUnions: [] },
      mailboxUrn: me,
      hostRecipientUrns: [`urn:li:fsd_profile:${friend.memberId}`],
    });
    const { value } = await jsonOf<{ value: { conversationUrn: string } }>(sent);
    const query = `/voyagerMessagingGraphQL/graphql?queryId=messengerConversations.0d5e6781bbee71c3e51c8843c6519f48&variables=(mailboxUrn:${encodeURIComponent(me)})`;
    const nested = await jsonOf<Nested>(member.voyager(query, { accept: 'application/json' }));
    const [conversation] = nested.data.messengerConversationsBySyncToken?.elements ?? [];
    expect(conversation).toMatchObject({
      entityUrn: value.conversationUrn,
      messages: { elements: [{ body: { text: 'Hello' } }] },
    });

    const { data, included } = await jsonOf<Normalised>(member.voyager(query));
    expect(data.data).toMatchObject({
      messengerConversationsBySyncToken: { '*elements': [value.conversationUrn] },
    });
    expect(included.map(({ $type }) => $type)).toContain('com.linkedin.messenger.MessagingParticipant');

    const urn = encodeURIComponent(encodeURIComponent(value.conversationUrn));
    const messages = `/voyagerMessagingGraphQL/graphql?queryId=messengerMessages.5846eeb71c981f11e0134cb6626cc314&variables=(conversationUrn:${urn.replaceAll('(', '%2528').replaceAll(')', '%2529')})`;
    const read = await jsonOf<Nested>(member.voyager(messages, { accept: 'application/json' }));
    expect(read.data.messengerMessagesBySyncToken?.elements).toHaveLength(1);
    expect((await member.voyager(query.replace('0d5e', 'ffff'))).status).toBe(400);
  });
});

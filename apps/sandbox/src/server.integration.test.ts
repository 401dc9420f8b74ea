import { manualClock } from '@fairlead/shared/runtime/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from './server.ts';
import { newMember, newVisitor, shows, type Visitor } from './testing/visitor.ts';
import type { Person } from './world/person.ts';

const EMAIL = 'walker@example.com';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ people: 400, wallClock: manualClock(new Date('2026-03-02T09:00:00Z')) });
});
afterEach(() => sandbox.close());

function someone(holds: (person: Person) => boolean): Person {
  const person = sandbox.world.people.find((one) => one.access === 'open' && holds(one));
  if (!person) throw new Error('nobody like that in the sandbox');
  return person;
}

function willing(): Person {
  return someone(
    (one) => one.initialDegree === 2 && !one.followFirst && one.behaviour.acceptAfterHours !== null,
  );
}

async function control(path: string, body?: unknown): Promise<unknown> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${sandbox.url}/__sandbox/${path}`, body === undefined ? {} : init);
  return response.json();
}

const INVITE = '/voyagerRelationshipsDashMemberRelationships?action=verifyQuotaAndCreateV2';

function invite(member: Visitor, person: Person): Promise<Response> {
  const memberProfile = `urn:li:fsd_profile:${person.memberId}`;
  return member.voyagerPost(INVITE, { invitee: { inviteeUnion: { memberProfile } } });
}

function write(member: Visitor, person: Person, text: string): Promise<Response> {
  return member.voyagerPost('/voyagerMessagingDashMessengerMessages?action=createMessage', {
    message: { body: { attributes: [], text }, renderContentUnions: [] },
    mailboxUrn: `urn:li:fsd_profile:${sandbox.world.accounts.get(EMAIL)?.me.memberId}`,
    hostRecipientUrns: [`urn:li:fsd_profile:${person.memberId}`],
  });
}

function profileUrl(person: Person): string {
  return `/in/${encodeURIComponent(person.slug)}/`;
}

it('tells from when its clock runs, so that another process can agree with it', async () => {
  const began = '2026-03-02T09:00:00.000Z';
  expect(await control('health')).toMatchObject({ ok: true, origin: began, now: began, speed: 1 });
  await control('time', { advanceHours: 2 });
  expect(await control('health')).toMatchObject({ origin: began, now: '2026-03-02T11:00:00.000Z' });
});

describe('a walk through the network', () => {
  it('goes from login to a message, and the journal tells it', async () => {
    const guest = newVisitor(sandbox.url);
    expect((await guest.get('/feed/')).headers.get('location')).toContain(
      '/login/?session_redirect=%2Ffeed%2F',
    );
    expect((await guest.get('/in/anyone/')).headers.get('location')).toContain('/authwall?');

    const member = await newMember(sandbox.url, EMAIL);
    expect(await shows(member, '/feed/', 'data-testid="mainFeed"')).toBe(true);
    const results = await (await member.get('/search/results/people/?keywords=manager')).text();
    expect(results.match(/role="listitem"/g)).toHaveLength(10);
    expect(results).toContain('pagination-controls-next-button-visible');

    const person = willing();
    expect(await shows(member, profileUrl(person), `Invite ${person.fullName} to connect`)).toBe(true);
    expect((await invite(member, person)).status).toBe(200);
    expect(await shows(member, profileUrl(person), 'Pending, click to withdraw')).toBe(true);
    expect((await write(member, person, 'Too early')).status).toBe(403);

    await control('time', { advanceHours: 71 });
    const url = profileUrl(person);
    expect(await shows(member, url, `Manage notifications about ${person.fullName}`)).toBe(true);
    expect(await shows(member, url, `aria-label="Invite ${person.fullName} to connect"`)).toBe(false);
    expect((await write(member, person, 'Good morning')).status).toBe(200);

    const { memberId, slug: publicId } = person;
    expect(await control('journal')).toEqual({
      invites: [{ at: '2026-03-02T09:00:00.000Z', account: EMAIL, memberId, publicId, note: null }],
      messages: [
        { at: '2026-03-05T08:00:00.000Z', account: EMAIL, memberId, publicId, text: 'Good morning' },
      ],
      withdrawals: [],
      duplicateInvites: 0,
      duplicateMessages: 0,
    });
  });

  it('opening the invitation page sends nothing', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const page = await member.get(`/preload/custom-invite/?vanityName=${encodeURIComponent(willing().slug)}`);
    expect(await page.text()).toContain('aria-label="Send without a note"');
    expect(await control('journal')).toMatchObject({ invites: [] });
  });

  it('ends search after the last page', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const page = async (number: number): Promise<string> =>
      (await member.get(`/search/results/people/?keywords=head%20of%20operations&page=${number}`)).text();
    expect(await page(101)).toContain('No results found');
    const [first, second] = [await page(1), await page(2)];
    const slugs = (text: string): string[] =>
      [...text.matchAll(/id="SearchResults(\d+)"/g)].map(([, id]) => id ?? '');
    expect(slugs(first).filter((slug) => slugs(second).includes(slug))).toEqual([]);
  });
});

describe('duplicates', () => {
  it('refuses and counts a second invitation, pending or accepted', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const person = willing();
    await invite(member, person);
    expect((await invite(member, person)).status).toBe(406);
    await control('time', { advanceHours: 71 });
    expect((await invite(member, person)).status).toBe(403);
    expect(await control('journal')).toMatchObject({ invites: [{}], duplicateInvites: 2 });
  });

  it('counts a second message without an answer, and the same text at any time', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const friend = someone((one) => one.initialDegree === 1 && one.behaviour.replyAfterHours !== null);
    await write(member, friend, 'One');
    await write(member, friend, 'Two');
    expect(await control('journal')).toMatchObject({ duplicateMessages: 1 });
    await control('time', { advanceHours: 31 });
    await write(member, friend, 'Three');
    expect(await control('journal')).toMatchObject({ duplicateMessages: 1 });
    await write(member, friend, 'Three');
    expect(await control('journal')).toMatchObject({ duplicateMessages: 2 });
  });

  it('keeps accounts apart', async () => {
    const person = willing();
    await invite(await newMember(sandbox.url, EMAIL), person);
    expect((await invite(await newMember(sandbox.url, 'other@example.com'), person)).status).toBe(200);
    expect(await control('journal')).toMatchObject({ duplicateInvites: 0 });
  });
});

describe('limits and scenarios', () => {
  it('stops after a hundred invitations in seven days, and reopens', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const strangers = sandbox.world.people.filter((one) => one.access === 'open' && one.initialDegree > 1);
    const statuses: number[] = [];
    for (const person of strangers.slice(0, 101)) statuses.push((await invite(member, person)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.at(-1)).toBe(429);
    await control('time', { advanceHours: 7 * 24 });
    expect((await invite(member, strangers[100] ?? willing())).status).toBe(200);
  });

  it.each([
    ['weekly-limit', 429, 'FUSE_LIMIT_EXCEEDED'],
    ['error-toast', 400, 'CANT_RESEND_YET'],
  ])('%s refuses invitations of the account until it is off', async (scenario, status, code) => {
    const member = await newMember(sandbox.url, EMAIL);
    await control('scenario', { scenario, account: EMAIL });
    const response = await invite(member, willing());
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ data: { code, status }, included: [] });
    await control('scenario', { scenario, account: EMAIL, on: false });
    expect((await invite(member, willing())).status).toBe(200);
    expect(await control('journal')).toMatchObject({ duplicateInvites: 0 });
  });

  it('a checkpoint stands before the next page until the PIN is given', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    await control('scenario', { scenario: 'checkpoint', account: EMAIL });
    const location = (await member.get('/feed/')).headers.get('location') ?? '';
    expect(location).toMatch(/^\/checkpoint\/challenge\/\w/);
    const challengeId = location.replace(/^.*\/|\?.*$/g, '');
    expect(await (await member.get(location)).text()).toContain('id="email-pin-challenge"');
    await member.postForm('/checkpoint/challenge/verify', { challengeId, pin: '123456' });
    expect((await member.get('/feed/')).status).toBe(200);
  });

  it('a lost session is sent to the login page and loses its cookie', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    await control('scenario', { scenario: 'session-lost', account: EMAIL });
    const response = await member.get('/feed/');
    expect(response.headers.get('location')).toContain('/login/');
    expect(response.headers.getSetCookie().join()).toContain('li_at=delete me');
  });

  it('a renamed person is found by the old page, not by the old name in the API', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const person = willing();
    const former = profileUrl(person);
    await control('scenario', { scenario: 'renamed-slug', person: person.slug });
    expect((await member.get(former)).headers.get('location')).toBe(profileUrl(person));
  });

  it('an invitation received shows Accept, and accepting connects', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const person = willing();
    await control('scenario', { scenario: 'incoming', account: EMAIL, person: person.slug });
    const page = await (await member.get(profileUrl(person))).text();
    const [, urn = ''] = /data-answer="accept" data-invitation="([^"]+)"/.exec(page) ?? [];
    await member.voyagerPost(
      `/voyagerRelationshipsDashInvitations/${encodeURIComponent(urn)}?action=accept`,
      {},
    );
    expect(await shows(member, profileUrl(person), 'Manage notifications')).toBe(true);
  });

  it('shows the controls a scenario asks for', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const person = willing();
    const link = `aria-label="Invite ${person.fullName} to connect"`;
    await control('scenario', { scenario: 'no-connect', person: person.slug });
    expect(await shows(member, profileUrl(person), link)).toBe(false);
    await control('reset', {});
    const again = await newMember(sandbox.url, EMAIL);
    await control('scenario', { scenario: 'private', person: person.slug });
    expect((await again.get(profileUrl(person))).headers.get('location')).toBe('/404/');
  });

  it.each([
    { scenario: 'no-such-thing' },
    { scenario: 'renamed-slug' },
    { scenario: 'private', person: 'nobody' },
    { scenario: 'incoming' },
    { scenario: 'login-new', account: EMAIL },
    { scenario: 'lazy-lists', person: 'nobody' },
    { scenario: 'session-lost', probability: 0.5 },
    { scenario: 'session-lost', on: false },
    { scenario: 'private', probability: 2 },
  ])('refuses a scenario that does not fit: %o', async (body) => {
    expect(await control('scenario', body)).toHaveProperty('error');
  });

  it('names the switch in what it refuses', async () => {
    expect(await control('scenario', { scenario: 'no-such-thing' })).toMatchObject({
      error: expect.stringContaining('there is no switch "no-such-thing"'),
    });
    expect(await control('scenario', { scenario: 'lazy-lists', person: 'nobody' })).toMatchObject({
      error: expect.stringContaining('switch "lazy-lists": it cannot be limited to a person'),
    });
  });
});

describe('login', () => {
  it.each(['old', 'new'] as const)('sends a wrong password back to the %s form', async (loginVariant) => {
    const other = await startSandbox({ people: 5, loginVariant });
    const visitor = newVisitor(other.url);
    const form = { session_key: EMAIL, session_password: 'nonsense' };
    const page = await (await visitor.postForm('/checkpoint/lg/login-submit', form)).text();
    expect(page).toContain('Wrong email or password');
    expect(page.includes('id="error-for-password"')).toBe(loginVariant === 'old');
    expect(visitor.cookies.has('li_at')).toBe(false);
    await other.close();
  });

  it('answers 400 when JSESSIONID came twice', async () => {
    const member = await newMember(sandbox.url, EMAIL);
    const cookie = `li_at=${member.cookies.get('li_at')}; JSESSIONID="ajax:1"; JSESSIONID="ajax:2"`;
    const response = await fetch(`${sandbox.url}/feed/`, { headers: { cookie }, redirect: 'manual' });
    expect(response.status).toBe(400);
  });
});

import { WEEK_MS } from '@fairlead/shared/domain/limits';
import { Profile } from '@fairlead/shared/domain/profile';
import { Checkpoint, SessionLost, SkipProfile, Stale, Throttled } from '@fairlead/shared/runtime/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkedInDriver, SessionState } from '../port.ts';
import type { ContractWorld } from './contract-world.ts';

/**
 * The battery every LinkedInDriver must pass. `makeWorld` is called for each test and must give a world in
 * which nothing has happened yet.
 */
export function describeDriverContract(name: string, makeWorld: () => ContractWorld): void {
  describe(`LinkedInDriver: ${name}`, () => {
    let world: ContractWorld;
    let driver: LinkedInDriver;

    beforeEach(async () => {
      world = makeWorld();
      driver = await world.newDriver(null);
    });

    afterEach(async () => {
      await driver?.close();
      await world?.close();
    });

    describeLogin(() => ({ world, driver }));
    describeReading(() => ({ world, driver }));
    describeInviting(() => ({ world, driver }));
    describeWriting(() => ({ world, driver }));
  });
}

/** The permission to click that a test does not look at. */
const allowed = (): Promise<void> => Promise.resolve();

const NOT_ALLOWED = 'Another worker has taken the account over.';
const forbidden = (): Promise<void> => Promise.reject(new Stale(NOT_ALLOWED));

type Given = () => { world: ContractWorld; driver: LinkedInDriver };

async function loggedIn(given: Given): Promise<{ world: ContractWorld; driver: LinkedInDriver }> {
  const { world, driver } = given();
  await driver.login(world.credentials);
  return { world, driver };
}

function describeLogin(given: Given): void {
  it('logs in', async () => {
    const { world, driver } = given();
    expect(await driver.isLoggedIn()).toBe(false);
    await driver.login(world.credentials);
    expect(await driver.isLoggedIn()).toBe(true);
  });

  it('calls a wrong password a lost session, with a text', async () => {
    const { world, driver } = given();
    const error = await driver
      .login({ ...world.credentials, password: 'not-the-password' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SessionLost);
    expect(String(error)).toMatch(/password/i);
    expect(await driver.isLoggedIn()).toBe(false);
  });

  it('stops at a challenge and says its kind', async () => {
    const { world, driver } = given();
    const error = await driver.login(world.challenged).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Checkpoint);
    expect(error).toMatchObject({ kind: 'email-pin' });
  });

  it('restores a session without logging in', async () => {
    const { world, driver } = await loggedIn(given);
    const state: SessionState = JSON.parse(JSON.stringify(await driver.sessionState()));
    const second = await world.newDriver(state);
    try {
      expect(await second.isLoggedIn()).toBe(true);
      expect((await second.whoAmI()).profile).toEqual((await driver.whoAmI()).profile);
    } finally {
      await second.close();
    }
  });

  it('reports a session that is lost midway, and logs in again', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set('session-lost');
    await expect(driver.readProfile(person.publicId)).rejects.toBeInstanceOf(SessionLost);
    await expect(driver.connectionState(person)).rejects.toBeInstanceOf(SessionLost);
    await expect(driver.invite(person, allowed)).rejects.toBeInstanceOf(SessionLost);
    await expect(driver.searchPeople(world.search.keywords, 1)).rejects.toBeInstanceOf(SessionLost);
    expect(await driver.isLoggedIn()).toBe(false);
    await driver.login(world.credentials);
    expect((await driver.readProfile(person.publicId)).profile.urn).toBe(person.urn);
    expect(await world.invitesTo(person)).toBe(0);
  });

  it('reports a challenge that comes midway', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set('checkpoint');
    await expect(driver.connectionState(person)).rejects.toBeInstanceOf(Checkpoint);
  });

  it('reports throttling with a time in the future', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set('rate-limited');
    await expect(driver.readProfile(person.publicId)).rejects.toBeInstanceOf(Throttled);
    await expect(driver.connectionState(person)).rejects.toBeInstanceOf(Throttled);
  });
}

function describeReading(given: Given): void {
  it('reads the own profile', async () => {
    const { driver } = await loggedIn(given);
    const { profile, raw } = await driver.whoAmI();
    expect(Profile.parse(profile)).toEqual(profile);
    expect(profile.distance).toBe('SELF');
    expect(raw).toBeTypeOf('object');
  });

  it('reads a profile', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    const { profile } = await driver.readProfile(person.publicId);
    expect(Profile.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({ urn: person.urn, publicId: person.publicId, fullName: person.fullName });
  });

  it.each(['private', 'gone'] as const)('skips a %s profile', async (kind) => {
    const { world, driver } = await loggedIn(given);
    const person = world.person(kind);
    await expect(driver.readProfile(person.publicId)).rejects.toBeInstanceOf(SkipProfile);
    await expect(driver.connectionState(person)).rejects.toBeInstanceOf(SkipProfile);
  });

  it('follows a renamed person by either way', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    const publicId = await world.rename(person);
    expect((await driver.readProfile(person.publicId)).profile).toMatchObject({ urn: person.urn, publicId });
    expect(await driver.connectionState(person)).toBe('connectable');
  });

  it('searches people page by page', async () => {
    const { world, driver } = await loggedIn(given);
    const { keywords, beyond } = world.search;
    const first = await driver.searchPeople(keywords, 1);
    const second = await driver.searchPeople(keywords, 2);
    expect(first.hasNext).toBe(true);
    expect(first.publicIds.length).toBeGreaterThan(0);
    expect(second.publicIds.filter((publicId) => first.publicIds.includes(publicId))).toEqual([]);
    expect(await driver.searchPeople(keywords, beyond)).toEqual({ publicIds: [], hasNext: false });
  });

  it('reports the people its pages link to', async () => {
    const { world, driver } = await loggedIn(given);
    const { publicIds } = await driver.searchPeople(world.search.keywords, 1);
    expect(world.discovered()).toEqual(expect.arrayContaining([...publicIds]));
  });

  it.each([
    ['connectable', 'connectable'],
    ['connect-in-menu', 'connectable'],
    ['connected', 'connected'],
  ] as const)('reads the state of somebody %s', async (kind, state) => {
    const { world, driver } = await loggedIn(given);
    expect(await driver.connectionState(world.person(kind))).toBe(state);
  });

  it('knows oneself', async () => {
    const { driver } = await loggedIn(given);
    const { urn, publicId, fullName } = (await driver.whoAmI()).profile;
    expect(await driver.connectionState({ urn, publicId, fullName })).toBe('self');
  });

  it('never calls connectable whom the page gives no way to invite', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set('no-connect');
    expect(await driver.connectionState(person)).toBe('not-connectable');
  });
}

function describeInviting(given: Given): void {
  it.each(['connectable', 'connect-in-menu'] as const)(
    'invites somebody %s exactly once, however often it is asked to',
    async (kind) => {
      const { world, driver } = await loggedIn(given);
      const person = world.person(kind);
      expect(await driver.invite(person, allowed)).toMatchObject({ kind: 'done' });
      expect(await driver.connectionState(person)).toBe('pending');
      expect(await driver.invite(person, allowed)).toMatchObject({
        kind: 'done',
        evidence: { alreadyThere: true },
      });
      expect(await world.invitesTo(person)).toBe(1);
    },
  );

  it('notices that an invitation was accepted', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await driver.invite(person, allowed);
    await world.accept(person);
    expect(await driver.connectionState(person)).toBe('connected');
  });

  it('invites where one click sends', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set('direct-send');
    expect(await driver.invite(person, allowed)).toMatchObject({ kind: 'done' });
    expect(await world.invitesTo(person)).toBe(1);
  });

  it.each(['connectable', 'connect-in-menu'] as const)(
    'does not invite somebody %s without permission to click',
    async (kind) => {
      const { world, driver } = await loggedIn(given);
      const person = world.person(kind);
      await expect(driver.invite(person, forbidden)).rejects.toThrow(NOT_ALLOWED);
      expect(await world.invitesTo(person)).toBe(0);
      expect(await driver.connectionState(person)).toBe('connectable');
    },
  );

  it('lists the invitations that wait for an answer', async () => {
    const { world, driver } = await loggedIn(given);
    const [waiting, accepted] = [world.person('connectable'), world.person('connectable')];
    expect(await driver.sentInvitations(WEEK_MS)).toEqual([]);
    await driver.invite(accepted, allowed);
    await world.accept(accepted);
    await driver.invite(waiting, allowed);
    expect(await driver.sentInvitations(WEEK_MS)).toEqual([
      { publicId: waiting.publicId, ageMs: expect.any(Number) },
    ]);
  });

  it('does not invite under another name', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    const outcome = await driver.invite({ ...person, fullName: 'Somebody Else' }, allowed);
    expect(outcome.kind).toBe('no-control');
    expect(await world.invitesTo(person)).toBe(0);
  });

  it('does not invite a connection', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connected');
    expect(await driver.invite(person, allowed)).toMatchObject({
      kind: 'no-control',
      evidence: { state: 'connected' },
    });
    expect(await world.invitesTo(person)).toBe(0);
  });

  it.each([
    ['weekly-limit', { kind: 'limit', limit: 'weekly-invitations' }],
    ['error-toast', { kind: 'refused', reason: expect.stringMatching(/\w/) }],
    ['no-connect', { kind: 'no-control' }],
  ] as const)('tells what came of an invitation under %s', async (condition, outcome) => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    await world.set(condition);
    expect(await driver.invite(person, allowed)).toMatchObject(outcome);
    expect(await world.invitesTo(person)).toBe(0);
  });
}

function describeWriting(given: Given): void {
  const text = 'Hello, and thank you for connecting.\n\nShall we talk about the tide tables?\nUntil soon';

  it('writes to a connection exactly once, however often it is asked to', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connected');
    expect(await driver.readThread(person)).toEqual([]);
    expect(await driver.sendMessage(person, text, allowed)).toMatchObject({ kind: 'done' });
    expect(await driver.readThread(person)).toEqual([expect.objectContaining({ fromSelf: true, text })]);
    expect(await driver.sendMessage(person, text, allowed)).toMatchObject({
      kind: 'done',
      evidence: { alreadyThere: true },
    });
    expect(await world.messagesTo(person)).toEqual([text]);
  });

  it('does not write without permission to click', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connected');
    await expect(driver.sendMessage(person, text, forbidden)).rejects.toThrow(NOT_ALLOWED);
    expect(await world.messagesTo(person)).toEqual([]);
    expect(await driver.readThread(person)).toEqual([]);
  });

  it('has no way to write to somebody who is no connection', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connectable');
    expect(await driver.readThread(person)).toEqual([]);
    expect(await driver.sendMessage(person, text, allowed)).toMatchObject({ kind: 'no-control' });
    expect(await world.messagesTo(person)).toEqual([]);
  });

  it('does not write under another name', async () => {
    const { world, driver } = await loggedIn(given);
    const person = world.person('connected');
    const outcome = await driver.sendMessage({ ...person, fullName: 'Somebody Else' }, text, allowed);
    expect(outcome.kind).toBe('no-control');
    expect(await world.messagesTo(person)).toEqual([]);
  });
}

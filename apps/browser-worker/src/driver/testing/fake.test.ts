import type { Profile } from '@fairlead/shared/domain/profile';
import { Checkpoint, Throttled } from '@fairlead/shared/runtime/errors';
import { describe, expect, it } from 'vitest';
import type { LinkedInDriver, Person, WriteOutcome } from '../port.ts';
import { parseProfile } from '../voyager/profile-parser.ts';
import { describeDriverContract } from './contract.ts';
import type { Condition, ContractWorld, PersonKind } from './contract-world.ts';
import { createFakeLinkedIn, type FakeMember } from './fake.ts';
import { profileResponse } from './profile-fixture.ts';

const allowed = (): Promise<void> => Promise.resolve();

function profileOf(publicId: string, distance: Profile['distance'] = 'DISTANCE_2'): Profile {
  return { ...parseProfile(profileResponse()), urn: `urn:li:fsd_profile:${publicId}`, publicId, distance };
}

function personOf({ urn, publicId, fullName }: Profile): Person {
  return { urn, publicId, fullName };
}

const STATES = {
  connectable: { state: 'connectable', thread: [] },
  'connect-in-menu': { state: 'connectable', thread: [] },
  connected: { state: 'connected', thread: [] },
  private: { isInaccessible: true },
  gone: { isInaccessible: true },
} as const satisfies Record<PersonKind, Partial<FakeMember>>;

const OUTCOMES: Partial<Record<Condition, WriteOutcome>> = {
  'weekly-limit': {
    kind: 'limit',
    limit: 'weekly-invitations',
    until: new Date(0),
    reason: 'limit',
    evidence: {},
  },
  'error-toast': { kind: 'refused', reason: 'not sent', evidence: {} },
};

/** Every verb fails from now on, as all pages of LinkedIn do. */
const FAILING: readonly (keyof LinkedInDriver)[] = ['readProfile', 'connectionState'];

function fakeWorld(): ContractWorld {
  const credentials = { email: 'operator@example.com', password: 'right' };
  const challenged = { email: 'challenged@example.com', password: 'right' };
  const me = profileOf('me-myself', 'SELF');
  const discovered: string[] = [];
  const members: FakeMember[] = [];
  const linkedIn = createFakeLinkedIn({
    me,
    members: [{ profile: me, state: 'self' }],
    credentials,
    searches: { clerks: [['a', 'b'], ['c']] },
  });
  const update = (change: (member: FakeMember) => FakeMember): void => {
    for (const [index, member] of members.entries()) {
      const changed = change(member);
      members[index] = changed;
      linkedIn.network.put(changed);
    }
  };
  const conditions: Record<Condition, () => void> = {
    'weekly-limit': () => refuse('weekly-limit'),
    'error-toast': () => refuse('error-toast'),
    'no-connect': () => update((member) => ({ ...member, state: 'not-connectable' })),
    'session-lost': () => linkedIn.endSessions(),
    'rate-limited': () => failAll(() => new Throttled('slow down', new Date(0))),
    checkpoint: () => failAll(() => new Checkpoint('a human is wanted', 'email-pin')),
    'direct-send': () => undefined,
  };
  const refuse = (condition: Condition): void =>
    update((member) => ({ ...member, ...(OUTCOMES[condition] && { inviteOutcome: OUTCOMES[condition] }) }));
  const failAll = (error: () => Error): void => {
    for (const verb of FAILING) linkedIn.failNext(verb, error());
  };
  return {
    credentials,
    challenged,
    newDriver: (session) => {
      const driver = linkedIn.newDriver(session, (publicIds) => discovered.push(...publicIds));
      const login: LinkedInDriver['login'] = (given) => {
        if (given === challenged)
          linkedIn.failNext('login', new Checkpoint('a human is wanted', 'email-pin'));
        return driver.login(given);
      };
      return Promise.resolve({ ...driver, login });
    },
    person: (kind) => {
      const member = { profile: profileOf(`${kind}-${members.length}`), ...STATES[kind] };
      members.push(member);
      linkedIn.network.put(member);
      return personOf(member.profile);
    },
    set: (condition) => Promise.resolve(conditions[condition]()),
    rename: (person) => {
      const publicId = `${person.publicId}-renamed`;
      linkedIn.network.rename(person.publicId, publicId);
      return Promise.resolve(publicId);
    },
    accept: (person) => {
      const profile = { ...profileOf(person.publicId), urn: person.urn };
      return Promise.resolve(linkedIn.network.put({ profile, state: 'connected' }));
    },
    invitesTo: ({ urn }) =>
      Promise.resolve(linkedIn.network.invites.filter((invited) => invited === urn).length),
    messagesTo: ({ urn }) =>
      Promise.resolve(
        linkedIn.network.messages.filter((message) => message.urn === urn).map(({ text }) => text),
      ),
    search: { keywords: 'clerks', beyond: 3 },
    discovered: () => discovered,
    close: () => Promise.resolve(),
  };
}

describeDriverContract('the fake', fakeWorld);

describe('createFakeLinkedIn', () => {
  const stranger = { urn: 'urn:li:fsd_profile:x', publicId: 'x', fullName: 'X' };

  it('refuses to answer what was not prepared', async () => {
    const driver = createFakeLinkedIn({ members: [{ profile: profileOf('known') }] }).newDriver('open');
    const known = personOf(profileOf('known'));
    for (const attempt of [
      () => driver.whoAmI(),
      () => driver.readProfile('x'),
      () => driver.connectionState(stranger),
      () => driver.connectionState(known),
      () => driver.invite(known, allowed),
      () => driver.withdraw(known, allowed),
      () => driver.readThread(known),
      () => driver.sendMessage(known, 'Hello', allowed),
      () => driver.searchPeople('x', 1),
      () => driver.login({ email: 'a@example.com', password: 'b' }),
    ]) {
      await expect(attempt()).rejects.toThrow('was not prepared');
    }
  });

  it('fails once where it is told to, and records every call', async () => {
    const linkedIn = createFakeLinkedIn({ me: profileOf('me-myself', 'SELF') });
    const driver = linkedIn.newDriver('open');
    linkedIn.failNext('whoAmI', new Error('planned'));
    await expect(driver.whoAmI()).rejects.toThrow('planned');
    await driver.whoAmI();
    expect(linkedIn.calls.map(({ verb }) => verb)).toEqual(['whoAmI', 'whoAmI']);
  });
});

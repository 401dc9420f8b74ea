import { DAY_MS } from '@fairlead/shared/domain/limits';
import type { Profile } from '@fairlead/shared/domain/profile';
import { Checkpoint, RateLimited, SkipProfile } from '@fairlead/shared/runtime/errors';
import type { Person, WriteOutcome } from '../../port.ts';
import { parseProfile } from '../../voyager/profile-parser.ts';
import { createFakeLinkedIn, type FakeLinkedIn, type FakeMember } from '../fake.ts';
import { profileResponse } from '../profile-fixture.ts';
import type { BatteryCase, BatteryVerb, Given } from './table.ts';
import { TEXT } from './verdict.ts';
import type { OpenBatteryWorld } from './world.ts';

/** What a scenario does to the fake: to its one member, or to the next call of the verb. */
type Effect = Partial<FakeMember> | ((linkedIn: FakeLinkedIn, verb: BatteryVerb) => void);

const failing =
  (error: () => Error): Effect =>
  (linkedIn, verb) =>
    linkedIn.failNext(verb, error());
const limit = (kind: 'weekly-invitations' | 'open-invitations' | 'requests'): WriteOutcome => ({
  kind: 'limit',
  limit: kind,
  until: new Date(0),
  reason: 'limit',
  evidence: {},
});
const REFUSED: WriteOutcome = { kind: 'refused', reason: 'not sent', evidence: {} };
const UNKNOWN: WriteOutcome = { kind: 'unknown', reason: 'nothing was read', evidence: {} };
const EARLIER = { fromSelf: true, text: 'An earlier message', sentAt: null } as const;

/** The scenarios that are more than a look of a page. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  ordinary: {},
  'session-lost': (linkedIn) => linkedIn.endSessions(),
  'rate-limited': failing(() => new RateLimited('slow down', new Date(0))),
  denied: failing(() => new RateLimited('denied', new Date(0))),
  checkpoint: failing(() => new Checkpoint('a human is wanted', 'email-pin')),
  restricted: failing(() => new Checkpoint('a human is wanted', 'restricted')),
  private: { isInaccessible: true },
  gone: { isInaccessible: true },
  connected: { state: 'connected' },
  pending: { state: 'pending' },
  incoming: { state: 'incoming' },
  'no-connect': { state: 'not-connectable' },
  'weekly-limit': { inviteOutcome: limit('weekly-invitations') },
  'too-many-open': { inviteOutcome: limit('open-invitations') },
  'pending-despite-429': { inviteOutcome: limit('requests') },
  'error-toast': { inviteOutcome: REFUSED },
  'invite-forbidden': { inviteOutcome: REFUSED },
  'invite-swallowed': { inviteOutcome: UNKNOWN },
  'withdraw-refused': { withdrawOutcome: REFUSED },
  'withdraw-swallowed': { withdrawOutcome: UNKNOWN },
  'message-refused': { messageOutcome: REFUSED },
  'message-swallowed': { messageOutcome: UNKNOWN },
  'late-thread': {},
};

/** Whether the fake can play a scenario for a verb. */
export function isKnownToFake(scenario: string, _verb?: BatteryVerb): boolean {
  return scenario in EFFECTS;
}

const KEYWORDS = 'clerks';
const CREDENTIALS = { email: 'operator@example.com', password: 'right' };

/** Opens worlds of the fake: one member, who is as the case wants them. */
export function fakeBattery(): OpenBatteryWorld {
  return ({ verb, scenario, given }: BatteryCase) => {
    const effect = EFFECTS[scenario] ?? failing(() => new SkipProfile(`the fake does not know ${scenario}`));
    const profile = profileOf('mara-quill', 'DISTANCE_2');
    const linkedIn = createFakeLinkedIn({
      me: profileOf('me-myself', 'SELF'),
      credentials: CREDENTIALS,
      searches: { [KEYWORDS]: [['mara-quill']] },
      members: [{ profile, ...GIVEN[given], ...(typeof effect === 'function' ? {} : effect) }],
    });
    if (verb === 'sentInvitations') listSent(linkedIn, profile);
    const driver = linkedIn.newDriver(verb === 'login' ? null : 'open');
    if (typeof effect === 'function') effect(linkedIn, verb);
    const { invites, messages, withdrawals } = linkedIn.network;
    return Promise.resolve({
      driver,
      credentials: CREDENTIALS,
      person: personOf(profile),
      keywords: KEYWORDS,
      truth: () =>
        Promise.resolve({
          invites: invites.length,
          messages: messages.map(({ text }) => text),
          withdrawals: withdrawals.length,
        }),
      truthOfOthers: () => Promise.resolve(0),
      close: () => driver.close(),
    });
  };
}

/** As the sandbox has it: sent by hand, two days ago. */
function listSent({ network }: FakeLinkedIn, profile: Profile): void {
  network.put({ profile, state: 'not-connectable' });
  network.sentByHand = [{ publicId: profile.publicId, ageMs: 2 * DAY_MS }];
}

const GIVEN: Readonly<Record<Given, Partial<FakeMember>>> = {
  connectable: { state: 'connectable', thread: [] },
  pending: { state: 'pending', thread: [] },
  connected: { state: 'connected', thread: [] },
  thread: { state: 'connected', thread: [EARLIER] },
  'thread-with-text': { state: 'connected', thread: [{ ...EARLIER, text: TEXT }] },
};

function profileOf(publicId: string, distance: Profile['distance']): Profile {
  return { ...parseProfile(profileResponse()), urn: `urn:li:fsd_profile:${publicId}`, publicId, distance };
}

function personOf({ urn, publicId, fullName }: Profile): Person {
  return { urn, publicId, fullName };
}

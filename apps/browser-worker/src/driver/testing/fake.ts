import type { Profile } from '@fairlead/shared/domain/profile';
import { SessionLost } from '@fairlead/shared/runtime/errors';
import type { PageEvidence } from '../inspection.ts';
import type { Credentials, LinkedInDriver, OnDiscovered, ProfileSnapshot, SessionState } from '../port.ts';
import { type FakeMember, FakeNetwork, prepared } from './fake-network.ts';

export type { FakeMember } from './fake-network.ts';

export interface FakeLinkedInOptions {
  me?: Profile;
  /** The only ones that log in. Absent: `login` throws. */
  credentials?: Credentials;
  members?: readonly FakeMember[];
  /** Pages of public ids by keywords; pages beyond are empty. Keywords not listed throw. */
  searches?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** One line per call, for assertions. Passwords are left out. */
export interface FakeCall {
  verb: keyof LinkedInDriver;
  args: readonly unknown[];
}

/** A LinkedIn in memory: the network and what truly reached it, behind any number of drivers. */
export interface FakeLinkedIn {
  /** A driver on a session that exists (`'open'`), on a restored one, or on none. */
  newDriver(session: SessionState | 'open' | null, onDiscovered?: OnDiscovered): LinkedInDriver;
  /** The next call of `verb`, by whichever driver, throws `error` and does nothing. */
  failNext(verb: keyof LinkedInDriver, error: Error): void;
  endSessions(): void;
  /** Somebody signs in by hand, in the page of the driver that was made last. */
  signInByHand(): void;
  readonly network: FakeNetwork;
  readonly calls: readonly FakeCall[];
}

/** Builds the fake. Deterministic; keeps no time: messages it adds carry `sentAt` null. */
export function createFakeLinkedIn(options: FakeLinkedInOptions = {}): FakeLinkedIn {
  const network = new FakeNetwork(options.members ?? [], options.searches ?? {});
  const failures: { verb: keyof LinkedInDriver; error: Error }[] = [];
  const calls: FakeCall[] = [];
  const sessions = new Set<number>();
  let opened = 0;
  let byHand = (): void => {};

  const openSession = (): number => {
    opened += 1;
    sessions.add(opened);
    return opened;
  };
  /** Records the call, then answers it as a promise, so that every refusal is a rejection. */
  const answer = <T>(
    verb: keyof LinkedInDriver,
    args: readonly unknown[],
    read: () => T | Promise<T>,
  ): Promise<T> =>
    new Promise((resolve) => {
      calls.push({ verb, args });
      const planned = failures.findIndex((failure) => failure.verb === verb);
      const [failure] = planned < 0 ? [] : failures.splice(planned, 1);
      if (failure) throw failure.error;
      resolve(read());
    });
  const logIn = ({ email, password }: Credentials): number => {
    const known = prepared('login', email, options.credentials);
    if (known.email !== email || known.password !== password) throw new SessionLost('wrong password');
    return openSession();
  };

  const newDriver: FakeLinkedIn['newDriver'] = (restored, onDiscovered) => {
    let closed = false;
    let session = restored === 'open' ? openSession() : Number(restored?.fakeSession ?? 0);
    byHand = () => {
      session = openSession();
    };
    const asMember: typeof answer = (verb, args, read) =>
      answer(verb, args, () => {
        if (!sessions.has(session)) throw new SessionLost('the fake session is gone');
        return read();
      });
    return {
      isGone: () => closed,
      isLoggedIn: () => answer('isLoggedIn', [], () => sessions.has(session)),
      login: (credentials) =>
        answer('login', [credentials.email], () => {
          session = logIn(credentials);
        }),
      whoAmI: () => asMember('whoAmI', [], () => snapshot(prepared('whoAmI', 'me', options.me))),
      readProfile: (publicId) =>
        asMember('readProfile', [publicId], () => snapshot(network.profile(publicId))),
      connectionState: (person) => asMember('connectionState', [person], () => network.state(person)),
      invite: (person, beforeClick) =>
        asMember('invite', [person], () => network.invite(person, beforeClick)),
      withdraw: (person, beforeClick) =>
        asMember('withdraw', [person], () => network.withdraw(person, beforeClick)),
      recentConversations: () => asMember('recentConversations', [], () => network.conversations()),
      recentConnections: () => asMember('recentConnections', [], () => network.connections(new Date(0))),
      sentInvitations: (maxAgeMs) =>
        asMember('sentInvitations', [maxAgeMs], () => network.sentInvitations(maxAgeMs)),
      searchPeople: (keywords, page) =>
        asMember('searchPeople', [keywords, page], () => {
          const found = network.search(keywords, page);
          if (found.publicIds.length > 0) onDiscovered?.(found.publicIds);
          return found;
        }),
      readThread: (person) => asMember('readThread', [person], () => network.thread(person)),
      sendMessage: (person, text, beforeClick) =>
        asMember('sendMessage', [person, text], () => network.sendMessage(person, text, beforeClick)),
      showsMember: () => answer('showsMember', [], () => sessions.has(session)),
      captureEvidence: () => answer('captureEvidence', [], () => EVIDENCE),
      sessionState: () => answer('sessionState', [], () => ({ fakeSession: session })),
      close: () =>
        answer('close', [], () => {
          closed = true;
        }),
    };
  };

  return {
    newDriver,
    failNext: (verb, error) => void failures.push({ verb, error }),
    endSessions: () => sessions.clear(),
    signInByHand: () => byHand(),
    network,
    calls,
  };
}

const EVIDENCE: PageEvidence = {
  page: '/in/xxx/',
  screenshot: null,
  accessibility: '- main',
  dom: '<main>',
};

function snapshot(profile: Profile): ProfileSnapshot {
  return { profile, raw: { fake: profile.urn } };
}

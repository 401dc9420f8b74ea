import type { Profile } from '@fairlead/shared/domain/profile';
import { SessionLost, SkipProfile } from '@fairlead/shared/runtime/errors';
import type {
  ConnectionState,
  Credentials,
  LinkedInDriver,
  OnDiscovered,
  Person,
  SearchPage,
  SessionState,
  ThreadMessage,
  WriteOutcome,
} from './port.ts';

/** One member of the fake network. What a test does not prepare, the driver refuses to answer. */
export interface FakeMember {
  profile: Profile;
  /** Absent: `connectionState` and `invite` throw for this member. */
  state?: ConnectionState;
  /** What becomes of an invitation instead of being sent. */
  inviteOutcome?: WriteOutcome;
  /** Absent: `readThread` and `sendMessage` throw. [] is a member nobody has written to. */
  thread?: readonly ThreadMessage[];
  /** What becomes of a message instead of being sent. */
  messageOutcome?: WriteOutcome;
  /** Every verb about this member throws SkipProfile. Default false. */
  isInaccessible?: boolean;
}

export interface FakeLinkedInOptions {
  me?: Profile;
  /** The only ones that log in. Absent: `login` throws. */
  credentials?: Credentials;
  members?: readonly FakeMember[];
  /** Pages of public ids by keywords; pages beyond are empty. Keywords not listed throw. */
  searches?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** One line per call, for assertions. */
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
  /** Adds a member, or replaces the one of the same URN. */
  put(member: FakeMember): void;
  /** The member's old public id keeps leading to them, as LinkedIn's redirect does. */
  rename(publicId: string, newPublicId: string): void;
  endSessions(): void;
  readonly calls: readonly FakeCall[];
  /** URNs of the members an invitation reached, in order. */
  readonly invites: readonly string[];
  readonly messages: readonly { urn: string; text: string }[];
}

/** Builds the fake. Deterministic; keeps no time: messages it adds carry `sentAt` null. */
export function createFakeLinkedIn(options: FakeLinkedInOptions = {}): FakeLinkedIn {
  const members = new Map((options.members ?? []).map((member) => [member.profile.urn, member]));
  const formerIds = new Map<string, string>();
  const failures: { verb: keyof LinkedInDriver; error: Error }[] = [];
  const calls: FakeCall[] = [];
  const invites: string[] = [];
  const messages: { urn: string; text: string }[] = [];
  const sessions = new Set<number>();
  let lastSession = 0;

  const openSession = (): number => {
    lastSession += 1;
    sessions.add(lastSession);
    return lastSession;
  };
  const put = (member: FakeMember): void => {
    members.set(member.profile.urn, member);
  };
  const memberOf = (verb: string, matches: (profile: Profile) => boolean, who: string): FakeMember => {
    const member = [...members.values()].find(({ profile }) => matches(profile));
    if (!member) throw unprepared(verb, who);
    if (member.isInaccessible) throw new SkipProfile(`${who} is inaccessible`);
    return member;
  };
  const about = (verb: string, person: Person): FakeMember =>
    memberOf(verb, (profile) => profile.urn === person.urn, person.urn);

  const readByPublicId = (publicId: string): Profile => {
    const current = formerIds.get(publicId) ?? publicId;
    return memberOf('readProfile', (profile) => profile.publicId === current, publicId).profile;
  };

  const rename = (publicId: string, newPublicId: string): void => {
    const member = memberOf('rename', (profile) => profile.publicId === publicId, publicId);
    formerIds.set(publicId, newPublicId);
    put({ ...member, profile: { ...member.profile, publicId: newPublicId } });
  };

  const invite = (person: Person): WriteOutcome => {
    const member = about('invite', person);
    const state = prepared('invite', person.urn, member.state);
    if (state === 'pending') return { kind: 'done', evidence: { alreadyThere: true } };
    if (state !== 'connectable') return { kind: 'no-control', evidence: { state } };
    if (member.inviteOutcome) return member.inviteOutcome;
    invites.push(person.urn);
    put({ ...member, state: 'pending' });
    return { kind: 'done', evidence: { after: 'pending' } };
  };

  const sendMessage = (person: Person, text: string): WriteOutcome => {
    const member = about('sendMessage', person);
    const thread = prepared('sendMessage', person.urn, member.thread);
    const isThere = thread.some((message) => message.fromSelf && message.text === text);
    if (isThere) return { kind: 'done', evidence: { alreadyThere: true } };
    if (member.state !== 'connected') return { kind: 'no-control', evidence: { problem: 'no composer' } };
    if (member.messageOutcome) return member.messageOutcome;
    messages.push({ urn: person.urn, text });
    put({ ...member, thread: [...thread, { fromSelf: true, text, sentAt: null }] });
    return { kind: 'done', evidence: { readBack: 'at once' } };
  };

  const searchPeople = (keywords: string, page: number): SearchPage => {
    const pages = prepared('searchPeople', keywords, options.searches?.[keywords]);
    return { publicIds: pages[page - 1] ?? [], hasNext: page < pages.length };
  };

  const newDriver: FakeLinkedIn['newDriver'] = (restored, onDiscovered) => {
    let session = restored === 'open' ? openSession() : Number(restored?.fakeSession ?? 0);
    /** Records the call, then answers it as a promise, so that every refusal is a rejection. */
    const answer = <T>(verb: keyof LinkedInDriver, args: readonly unknown[], read: () => T): Promise<T> =>
      new Promise((resolve) => {
        calls.push({ verb, args });
        const planned = failures.findIndex((failure) => failure.verb === verb);
        const [failure] = planned < 0 ? [] : failures.splice(planned, 1);
        if (failure) throw failure.error;
        resolve(read());
      });
    const asMember = <T>(verb: keyof LinkedInDriver, args: readonly unknown[], read: () => T): Promise<T> =>
      answer(verb, args, () => {
        if (!sessions.has(session)) throw new SessionLost('the fake session is gone');
        return read();
      });
    const logIn = ({ email, password }: Credentials): void => {
      const known = prepared('login', email, options.credentials);
      if (known.email !== email || known.password !== password) throw new SessionLost('wrong password');
      session = openSession();
    };
    return {
      isLoggedIn: () => answer('isLoggedIn', [], () => sessions.has(session)),
      login: (credentials) => answer('login', [credentials.email], () => logIn(credentials)),
      whoAmI: () => asMember('whoAmI', [], () => snapshot(prepared('whoAmI', 'me', options.me))),
      readProfile: (publicId) =>
        asMember('readProfile', [publicId], () => snapshot(readByPublicId(publicId))),
      connectionState: (person) =>
        asMember('connectionState', [person], () =>
          prepared('connectionState', person.urn, about('connectionState', person).state),
        ),
      invite: (person) => asMember('invite', [person], () => invite(person)),
      searchPeople: (keywords, page) =>
        asMember('searchPeople', [keywords, page], () => {
          const found = searchPeople(keywords, page);
          if (found.publicIds.length > 0) onDiscovered?.(found.publicIds);
          return found;
        }),
      readThread: (person) =>
        asMember('readThread', [person], () =>
          prepared('readThread', person.urn, about('readThread', person).thread),
        ),
      sendMessage: (person, text) => asMember('sendMessage', [person, text], () => sendMessage(person, text)),
      sessionState: () => answer('sessionState', [], () => ({ fakeSession: session })),
      close: () => answer('close', [], () => undefined),
    };
  };

  return {
    newDriver,
    failNext: (verb, error) => void failures.push({ verb, error }),
    put,
    rename,
    endSessions: () => sessions.clear(),
    calls,
    invites,
    messages,
  };
}

function snapshot(profile: Profile): { profile: Profile; raw: unknown } {
  return { profile, raw: { fake: profile.urn } };
}

function prepared<T>(verb: string, who: string, value: T | undefined): T {
  if (value === undefined) throw unprepared(verb, who);
  return value;
}

function unprepared(verb: string, who: string): Error {
  return new Error(`fake LinkedIn: ${verb}(${who}) was not prepared`);
}

import type { Profile } from '@fairlead/shared/domain/profile';
import { SkipProfile } from '@fairlead/shared/runtime/errors';
import type {
  BeforeClick,
  Connection,
  ConnectionState,
  Conversation,
  Person,
  SearchPage,
  SentInvitation,
  ThreadMessage,
  WriteOutcome,
} from '../port.ts';

/** One member of the fake network. What a test does not prepare, the driver refuses to answer. */
export interface FakeMember {
  profile: Profile;
  /** Absent: `connectionState`, `invite` and `sendMessage` throw for this member. */
  state?: ConnectionState;
  /** What becomes of a withdrawal instead of being made. */
  withdrawOutcome?: WriteOutcome;
  /** What becomes of an invitation instead of being sent. */
  inviteOutcome?: WriteOutcome;
  /** Absent: `readThread` and `sendMessage` throw. [] is a member nobody has written to. */
  thread?: readonly ThreadMessage[];
  /** What becomes of a message instead of being sent. */
  messageOutcome?: WriteOutcome;
  /** Thrown right after the click of a write, which had no effect. */
  breaksAfterClick?: Error;
  /** Every verb about this member throws SkipProfile. Default false. */
  isInaccessible?: boolean;
}

/** The members, and what truly reached them. Every read of something unprepared throws. */
export class FakeNetwork {
  /** What the operator sent by hand, newest first. */
  sentByHand: readonly SentInvitation[] = [];
  /** URNs of the members an invitation reached, in order. */
  readonly invites: string[] = [];
  readonly messages: { urn: string; text: string }[] = [];
  /** URNs of the members whose invitation was taken back. */
  readonly withdrawals: string[] = [];
  readonly #members = new Map<string, FakeMember>();
  readonly #currentIds = new Map<string, string>();
  readonly #searches: Readonly<Record<string, readonly (readonly string[])[]>>;

  constructor(
    members: readonly FakeMember[],
    searches: Readonly<Record<string, readonly (readonly string[])[]>>,
  ) {
    for (const member of members) this.put(member);
    this.#searches = searches;
  }

  /** Adds a member, or replaces the one of the same URN. */
  put(member: FakeMember): void {
    this.#members.set(member.profile.urn, member);
  }

  /** The member's old public id keeps leading to them, as LinkedIn's redirect does. */
  rename(publicId: string, newPublicId: string): void {
    const profile = this.profile(publicId);
    this.#currentIds.set(publicId, newPublicId);
    this.put({ ...this.#accessible('rename', profile.urn), profile: { ...profile, publicId: newPublicId } });
  }

  profile(publicId: string): Profile {
    const current = this.#currentIds.get(publicId) ?? publicId;
    const urn = [...this.#members.values()].find(({ profile }) => profile.publicId === current)?.profile.urn;
    return this.#accessible('readProfile', urn ?? publicId).profile;
  }

  state({ urn }: Person): ConnectionState {
    return prepared('connectionState', urn, this.#accessible('connectionState', urn).state);
  }

  thread({ urn }: Person): readonly ThreadMessage[] {
    return prepared('readThread', urn, this.#accessible('readThread', urn).thread);
  }

  search(keywords: string, page: number): SearchPage {
    const pages = prepared('searchPeople', keywords, this.#searches[keywords]);
    return { publicIds: pages[page - 1] ?? [], hasNext: page < pages.length };
  }

  /** Those of ours that are pending, of age 0, then those sent by hand. */
  sentInvitations(maxAgeMs: number): SentInvitation[] {
    const pending = [...this.#members.values()].filter(({ state }) => state === 'pending');
    const ours = pending.map(({ profile }) => ({ publicId: profile.publicId, ageMs: 0 }));
    return [...ours, ...this.sentByHand].filter(({ ageMs }) => ageMs <= maxAgeMs);
  }

  async invite(person: Person, beforeClick: BeforeClick): Promise<WriteOutcome> {
    const member = this.#accessible('invite', person.urn);
    const state = prepared('invite', person.urn, member.state);
    if (state === 'pending') return { kind: 'done', evidence: { alreadyThere: true } };
    if (state !== 'connectable') return { kind: 'no-control', evidence: { state } };
    if (member.profile.fullName !== person.fullName) return otherName(member);
    await beforeClick();
    if (member.breaksAfterClick) throw member.breaksAfterClick;
    if (member.inviteOutcome) return member.inviteOutcome;
    this.invites.push(person.urn);
    this.put({ ...member, state: 'pending' });
    return { kind: 'done', evidence: { after: 'pending' } };
  }

  async withdraw(person: Person, beforeClick: BeforeClick): Promise<WriteOutcome> {
    const member = this.#accessible('withdraw', person.urn);
    const state = prepared('withdraw', person.urn, member.state);
    if (state !== 'pending') return { kind: 'no-control', evidence: { state } };
    if (member.profile.fullName !== person.fullName) return otherName(member);
    await beforeClick();
    if (member.breaksAfterClick) throw member.breaksAfterClick;
    if (member.withdrawOutcome) return member.withdrawOutcome;
    this.withdrawals.push(person.urn);
    this.put({ ...member, state: 'connectable' });
    return { kind: 'done', evidence: { after: 'connectable' } };
  }

  /** One for each thread that is not empty. */
  conversations(): Conversation[] {
    return [...this.#members.values()].flatMap(({ profile, thread = [] }) => {
      const last = thread.at(-1);
      if (!last) return [];
      const { fromSelf, text, sentAt } = last;
      const { urn, fullName: name } = profile;
      return [{ urn, name, unread: fromSelf ? 0 : 1, last: { fromSelf, text }, lastActivityAt: sentAt }];
    });
  }

  /** Everybody connected, as long ago as `connectedAt` says. */
  connections(connectedAt: Date): Connection[] {
    const connected = [...this.#members.values()].filter(({ state }) => state === 'connected');
    return connected.map(({ profile: { urn, publicId, fullName } }) => ({
      urn,
      publicId,
      fullName,
      connectedAt,
    }));
  }

  async sendMessage(person: Person, text: string, beforeClick: BeforeClick): Promise<WriteOutcome> {
    const member = this.#accessible('sendMessage', person.urn);
    const thread = prepared('sendMessage', person.urn, member.thread);
    const state = prepared('sendMessage', person.urn, member.state);
    if (member.profile.fullName !== person.fullName) return otherName(member);
    const isThere = thread.some((message) => message.fromSelf && message.text === text);
    if (isThere) return { kind: 'done', evidence: { alreadyThere: true } };
    if (state !== 'connected') return { kind: 'no-control', evidence: { problem: 'no composer' } };
    await beforeClick();
    if (member.breaksAfterClick) throw member.breaksAfterClick;
    if (member.messageOutcome) return member.messageOutcome;
    this.messages.push({ urn: person.urn, text });
    this.put({ ...member, thread: [...thread, { fromSelf: true, text, sentAt: null }] });
    return { kind: 'done', evidence: { readBack: 'at once' } };
  }

  #accessible(verb: string, urn: string): FakeMember {
    const member = prepared(verb, urn, this.#members.get(urn));
    if (member.isInaccessible) throw new SkipProfile(`${urn} is inaccessible`);
    return member;
  }
}

/** `value`, or the error of a test that forgot to prepare it. */
export function prepared<T>(verb: string, who: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`fake LinkedIn: ${verb}(${who}) was not prepared`);
  return value;
}

function otherName({ profile }: FakeMember): WriteOutcome {
  return { kind: 'no-control', evidence: { problem: `the page shows the name "${profile.fullName}"` } };
}

import type { Profile } from '@fairlead/shared/domain/profile';
import type { DriverInspection } from './inspection.ts';

/** The one person a verb is about. The URN is the identity; the slug is how to get to the page; the name is compared before a write. */
export interface Person {
  urn: string;
  publicId: string;
  fullName: string;
}

export interface Credentials {
  email: string;
  password: string;
}

/** A parsed profile and the response it came from. */
export interface ProfileSnapshot {
  profile: Profile;
  raw: unknown;
}

/**
 * What stands between the account and a person. `unavailable` means the page showed no sign of any
 * state: it is never read as "connected" nor as "connectable".
 */
export type ConnectionState =
  | 'self'
  | 'connected'
  | 'pending'
  | 'incoming'
  | 'connectable'
  | 'not-connectable'
  | 'unavailable';

/** Facts kept with the ledger row: short texts and URLs, never secrets. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>;

/** LinkedIn's own limits (facts §2.3, §5): invitations in a week, invitations that wait, requests of any kind. */
export type LimitKind = 'weekly-invitations' | 'open-invitations' | 'requests';

/** What became of a write, read back after it. Never a guess: what could not be read back is `unknown`. */
export type WriteOutcome =
  | { kind: 'done'; evidence: Evidence }
  /** LinkedIn refused this one write, with its text. Nothing was sent. */
  | { kind: 'refused'; reason: string; evidence: Evidence }
  /** There was no way to act on the page (no Connect control, no composer). Nothing was sent. */
  | { kind: 'no-control'; evidence: Evidence }
  /** LinkedIn's own limit: nothing was sent, and nothing of this kind will be until about `until`. */
  | { kind: 'limit'; limit: LimitKind; until: Date; reason: string; evidence: Evidence }
  /** The last click was made, or may have been, and the result could not be read. */
  | { kind: 'unknown'; reason: string; evidence: Evidence };

/**
 * Asked right before each click that may act. When it rejects nothing is clicked, and the verb rejects
 * with the same error. The click must then be made within `CLICK_WITHIN_MS`, or not at all.
 */
export type BeforeClick = () => Promise<void>;

/** One conversation of the inbox. */
export interface Conversation {
  /** The other member; null where only the page could be asked, whose rows name nobody but by name. */
  urn: string | null;
  name: string;
  unread: number;
  /** The latest message, null when the list shows none; `fromSelf` is null where the page does not tell. */
  last: { fromSelf: boolean | null; text: string } | null;
  lastActivityAt: Date | null;
}

/** A first-degree connection and since when. */
export interface Connection {
  urn: string;
  publicId: string;
  fullName: string;
  connectedAt: Date;
}

/** A row of the list of sent invitations that still wait for an answer. */
export interface SentInvitation {
  publicId: string;
  /** How long ago at least, by the page's own words ("2 days ago"), in our-clock milliseconds; 0 when they say nothing. */
  ageMs: number;
}

/** One page of people search, in LinkedIn's order. */
export interface SearchPage {
  /** Public ids of the people found (not of mutual connections named on their cards). */
  publicIds: readonly string[];
  hasNext: boolean;
}

export interface ThreadMessage {
  fromSelf: boolean;
  text: string;
  /** Null when the page shows no exact time. */
  sentAt: Date | null;
}

/** Everything a browser must bring back after a restart. Opaque to the caller, JSON, secret. */
export type SessionState = Readonly<Record<string, unknown>>;

/**
 * LinkedIn, as verbs. Each verb may throw `SessionLost` (the login is gone), `Checkpoint` (a human is
 * wanted), `RateLimited` (429, 999) or `SkipProfile` (403/404: inaccessible); anything else is a bug, or
 * LinkedIn changed: an error, never an answer that was not read.
 */
export interface LinkedInDriver extends DriverInspection {
  /** True once its browser or its page has died: every further verb would reject. */
  isGone(): boolean;
  /** True when the current session is logged in. Never types credentials. */
  isLoggedIn(): Promise<boolean>;
  /** Types the credentials once. A wrong password is `SessionLost` with LinkedIn's text. */
  login(credentials: Credentials): Promise<void>;
  whoAmI(): Promise<ProfileSnapshot>;
  /** Through the Voyager endpoint inside the logged-in page. Follows renamed slugs. */
  readProfile(publicId: string): Promise<ProfileSnapshot>;
  /** Visits the profile page. */
  connectionState(person: Person): Promise<ConnectionState>;
  /** Sends an invitation without a note and reads the outcome back. Only `done` means it was sent. */
  invite(person: Person, beforeClick: BeforeClick): Promise<WriteOutcome>;
  /**
   * Takes an invitation back that waits for its answer, and reads the outcome back. LinkedIn lets nobody invite
   * the same person again for three weeks. Somebody without a pending invitation is `no-control`.
   */
  withdraw(person: Person, beforeClick: BeforeClick): Promise<WriteOutcome>;
  /** Invitations that wait for an answer, newest first, back to those older than `maxAgeMs`. */
  sentInvitations(maxAgeMs: number): Promise<readonly SentInvitation[]>;
  /** `page` counts from 1. Throws LimitReached when the month's searches are used up. */
  searchPeople(keywords: string, page: number): Promise<SearchPage>;
  /** The messages exchanged with a first-degree connection, oldest first; [] when there is no thread. */
  readThread(person: Person): Promise<readonly ThreadMessage[]>;
  /** Sends `text` to a first-degree connection and reads the thread back. Only `done` means it was sent. */
  sendMessage(person: Person, text: string, beforeClick: BeforeClick): Promise<WriteOutcome>;
  /** The conversations of the inbox's first page, latest first. Opens none, so marks none read. */
  recentConversations(): Promise<readonly Conversation[]>;
  /** The newest connections, newest first: one call finds who has accepted. At most 40. */
  recentConnections(): Promise<readonly Connection[]>;
  /** What to hand to the next driver so that it need not log in. */
  sessionState(): Promise<SessionState>;
  close(): Promise<void>;
}

/** Called with the public ids of all `/in/…` links of every page visited. */
export type OnDiscovered = (publicIds: readonly string[]) => void;

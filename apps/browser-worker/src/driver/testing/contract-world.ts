import type { Credentials, LinkedInDriver, Person, SessionState } from '../port.ts';

/** Whom a test needs: somebody nothing has happened with yet. */
export type PersonKind = 'connectable' | 'connect-in-menu' | 'connected' | 'private' | 'gone';

/** What LinkedIn is told to do from now on. */
export type Condition =
  | 'weekly-limit'
  | 'error-toast'
  | 'no-connect'
  | 'session-lost'
  | 'rate-limited'
  | 'checkpoint'
  | 'direct-send';

/** One account of a LinkedIn, real, simulated or faked, and what truly reached it. */
export interface ContractWorld {
  credentials: Credentials;
  /** Right e-mail, but LinkedIn asks for a human. */
  challenged: Credentials;
  newDriver(session: SessionState | null): Promise<LinkedInDriver>;
  /** Somebody of this kind; a second call gives somebody else. */
  person(kind: PersonKind): Person;
  set(condition: Condition): Promise<void>;
  /** Gives the person another public id; the old one keeps leading to them. Returns the new one. */
  rename(person: Person): Promise<string>;
  /** Makes this person accept the invitation they have. */
  accept(person: Person): Promise<void>;
  invitesTo(person: Person): Promise<number>;
  messagesTo(person: Person): Promise<readonly string[]>;
  /** Keywords that fill two pages of people search, and a page number beyond the last. */
  search: { keywords: string; beyond: number };
  /** Everything the discovery callback was given. */
  discovered(): readonly string[];
  close(): Promise<void>;
}

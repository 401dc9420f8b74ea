import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import {
  type Account,
  type Challenge,
  newChallengeToken,
  newCsrfToken,
  newSessionToken,
  type Session,
} from './accounts.ts';
import { emptyJournal, type Journal } from './journal.ts';
import type { Person } from './person.ts';
import { drawOwnMember, drawPerson } from './population.ts';
import { createScenarios, type Scenarios } from './scenarios/active.ts';
import type { ChallengeKind } from './scenarios/scenario.ts';
import { indexPeople, type PeopleIndex } from './search.ts';
import { type AdjustableClock, adjustableClock } from './time.ts';

export interface WorldOptions {
  /** Default 'fairlead'. */
  seed?: string;
  /** How many people there are. Default 2,500. */
  people?: number;
  /** Virtual milliseconds per real one. Default 1. */
  speed?: number;
  /** The wall-clock instant at which virtual and wall time agree. Default: now. */
  start?: Date;
  /** The old login page has a form, the new one has none. Default 'old'. */
  loginVariant?: 'old' | 'new';
  /** Wall time; tests pass a manual clock. */
  wallClock?: Clock;
}

/** The simulated network: who there is, and what has happened since the start or the last reset. */
export interface World {
  readonly seed: string;
  readonly loginVariant: 'old' | 'new';
  readonly clock: AdjustableClock;
  readonly people: readonly Person[];
  readonly index: PeopleIndex;
  readonly scenarios: Scenarios;
  journal: Journal;
  readonly accounts: Map<string, Account>;
  /** By `li_at`. */
  readonly sessions: Map<string, Session>;
  /** By token. */
  readonly challenges: Map<string, Challenge>;
  /** Former slugs of people who were renamed. */
  readonly formerSlugs: Map<string, Person>;
  readonly bySlug: Map<string, Person>;
  readonly byMemberId: Map<string, Person>;
  /** Counts up; makes invitation and thread ids. */
  serial: number;
}

export function createWorld(options: WorldOptions = {}): World {
  const { seed = 'fairlead', people: count = 2500, speed = 1, start, loginVariant = 'old' } = options;
  const people = Array.from({ length: count }, (_, index) => drawPerson(seed, index));
  return {
    seed,
    loginVariant,
    clock: adjustableClock({
      base: options.wallClock ?? systemClock(),
      speed,
      ...(start ? { origin: start } : {}),
    }),
    people,
    index: indexPeople(people),
    scenarios: createScenarios(seededRandom(`${seed}:scenarios`)),
    journal: emptyJournal(),
    accounts: new Map(),
    sessions: new Map(),
    challenges: new Map(),
    formerSlugs: new Map(),
    bySlug: new Map(people.map((person) => [person.slug, person])),
    byMemberId: new Map(people.map((person) => [person.memberId, person])),
    serial: 0,
  };
}

/** Forgets everything that happened: accounts, sessions, journal, scenarios, renamed people. Time goes on. */
export function resetWorld(world: World): void {
  for (const [slug, person] of world.formerSlugs) {
    world.bySlug.delete(person.slug);
    person.slug = slug;
    world.bySlug.set(slug, person);
  }
  world.formerSlugs.clear();
  for (const account of world.accounts.values()) forgetPerson(world, account.me);
  world.accounts.clear();
  world.sessions.clear();
  world.challenges.clear();
  world.scenarios.clear();
  world.journal = emptyJournal();
}

function forgetPerson(world: World, person: Person): void {
  world.bySlug.delete(person.slug);
  world.byMemberId.delete(person.memberId);
}

/** The account of an e-mail address, made on first sight. */
export function accountOf(world: World, email: string): Account {
  const key = email.trim().toLowerCase();
  const known = world.accounts.get(key);
  if (known) return known;
  const account: Account = {
    email: key,
    me: drawOwnMember(world.seed, key),
    relations: new Map(),
    threads: new Map(),
  };
  world.accounts.set(key, account);
  world.bySlug.set(account.me.slug, account.me);
  world.byMemberId.set(account.me.memberId, account.me);
  return account;
}

export function openSession(world: World, account: Account): Session {
  const session = { liAt: newSessionToken(), csrfToken: newCsrfToken(), account };
  world.sessions.set(session.liAt, session);
  return session;
}

export function openChallenge(world: World, account: Account, kind: ChallengeKind = 'email-pin'): Challenge {
  const challenge = { token: newChallengeToken(), account, kind };
  world.challenges.set(challenge.token, challenge);
  return challenge;
}

/** Ends the sessions of one account, or of all. */
export function endSessions(world: World, email?: string): void {
  for (const [liAt, session] of world.sessions) {
    if (email === undefined || session.account.email === email) world.sessions.delete(liAt);
  }
}

/** Gives the person a new slug; the old one keeps redirecting. Returns the new slug. */
export function renamePerson(world: World, person: Person): string {
  const former = person.slug;
  person.slug = `${former}-n`;
  world.formerSlugs.set(former, person);
  world.bySlug.delete(former);
  world.bySlug.set(person.slug, person);
  return person.slug;
}

import { systemRandom } from '@fairlead/shared/runtime/random';
import { token } from './draw.ts';
import type { Person } from './person.ts';
import type { Relation } from './relationships.ts';
import type { ChallengeKind } from './scenarios/scenario.ts';
import type { Thread } from './threads.ts';

/** A LinkedIn login and all that belongs to it. */
export interface Account {
  email: string;
  me: Person;
  /** By member id; absent: as the seed has it. */
  relations: Map<string, Relation>;
  /** By thread id. */
  threads: Map<string, Thread>;
}

export interface Session {
  /** Value of the `li_at` cookie. */
  liAt: string;
  /** JSESSIONID without its quotes. */
  csrfToken: string;
  account: Account;
}

/** A login that waits for a human. */
export interface Challenge {
  token: string;
  account: Account;
  kind: ChallengeKind;
}

const random = systemRandom();

/** `ajax:` and 19 digits: the unquoted JSESSIONID. Not seeded, so that an old cookie never fits a new run. */
export function newCsrfToken(): string {
  return `ajax:${Array.from({ length: 19 }, () => Math.floor(random.next() * 10)).join('')}`;
}

export function newSessionToken(): string {
  return `AQED${token(random, 60)}`;
}

export function newChallengeToken(): string {
  return `AgF${token(random, 40)}`;
}

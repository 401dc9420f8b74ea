import { hash32 } from '@fairlead/shared/runtime/random';
import type { Account } from './accounts.ts';
import type { Person } from './person.ts';
import { type Relation, settleRelation } from './relationships.ts';
import type { World } from './world.ts';

/** By current slug or member id; `me` is the account's own member. Former slugs are not found. */
export function findPerson(world: World, account: Account, identity: string): Person | undefined {
  if (identity === 'me') return account.me;
  return world.bySlug.get(identity) ?? world.byMemberId.get(identity);
}

/** What stands between the account and the person now. */
export function relationOf(world: World, account: Account, person: Person): Relation {
  const now = world.clock.now();
  const known = account.relations.get(person.memberId);
  if (!known) return initialRelation(world, person);
  const settled = settleRelation(known, now);
  if (settled !== known) account.relations.set(person.memberId, settled);
  return settled;
}

const DAY_MS = 86_400_000;

function initialRelation(world: World, person: Person): Relation {
  if (person.initialDegree !== 1) return { kind: 'none' };
  const days = 30 + (hash32(person.memberId) % 2000);
  return { kind: 'connected', since: new Date(world.clock.now().getTime() - days * DAY_MS) };
}

/** Everyone the account is connected to, newest first. */
export function connectionsOf(world: World, account: Account): { person: Person; since: Date }[] {
  return world.people
    .flatMap((person) => {
      const relation = relationOf(world, account, person);
      return relation.kind === 'connected' ? [{ person, since: relation.since }] : [];
    })
    .sort((a, b) => b.since.getTime() - a.since.getTime());
}

/** 1 when connected, else the seed's distance. */
export function degreeOf(world: World, account: Account, person: Person): 1 | 2 | 3 {
  if (relationOf(world, account, person).kind === 'connected') return 1;
  return person.initialDegree;
}

export interface SentInvitation {
  person: Person;
  relation: Extract<Relation, { kind: 'pending' }>;
}

/** The invitations that wait for an answer, newest first. */
export function sentInvitationsOf(world: World, account: Account): SentInvitation[] {
  return [...account.relations.keys()]
    .flatMap((memberId) => {
      const person = world.byMemberId.get(memberId);
      const relation = person && relationOf(world, account, person);
      return person && relation?.kind === 'pending' ? [{ person, relation }] : [];
    })
    .sort((a, b) => b.relation.invitedAt.getTime() - a.relation.invitedAt.getTime());
}

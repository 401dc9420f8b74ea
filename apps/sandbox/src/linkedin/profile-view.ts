import type { Account } from '../world/accounts.ts';
import { degreeOf, relationOf } from '../world/network.ts';
import type { Person } from '../world/person.ts';
import type { Relation } from '../world/relationships.ts';
import type { ConnectStyle } from '../world/scenarios/scenario.ts';
import type { ScenarioName } from '../world/scenarios/table.ts';
import type { World } from '../world/world.ts';
import { wordsOf } from './visit.ts';
import type { Words } from './words.ts';

/** A person as one account sees them. */
export interface ProfileView {
  person: Person;
  self: boolean;
  relation: Relation;
  degree: 1 | 2 | 3;
  style: ConnectStyle;
  /** 200, or why the profile cannot be read: 403, 404. */
  status: number;
  words: Words;
  /** Whether a switch is on for this person as this account meets them. */
  is(name: ScenarioName): boolean;
}

export function viewOf(world: World, account: Account, person: Person): ProfileView {
  const scenarios = world.scenarios.concerning(account.email, person.memberId);
  const ownStyle: ConnectStyle = { control: person.followFirst ? 'menu' : 'link', dialog: 'shadow' };
  const planned = scenarios.find((scenario) => scenario.profileStatus)?.profileStatus;
  const is = (name: ScenarioName): boolean => world.scenarios.isOn(name, account.email, person.memberId);
  const relation = relationOf(world, account, person);
  return {
    person,
    self: person === account.me,
    relation: relation.kind === 'pending' && is('stale-profile') ? { kind: 'none' } : relation,
    degree: degreeOf(world, account, person),
    style: Object.assign(ownStyle, ...scenarios.map((scenario) => scenario.connect)),
    status: planned ?? { open: 200, private: 403, gone: 404 }[person.access],
    words: wordsOf(world, account),
    is,
  };
}

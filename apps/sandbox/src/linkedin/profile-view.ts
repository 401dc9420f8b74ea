import type { Account } from '../world/accounts.ts';
import { degreeOf, relationOf } from '../world/network.ts';
import type { Person } from '../world/person.ts';
import type { Relation } from '../world/relationships.ts';
import type { ConnectStyle } from '../world/scenarios.ts';
import type { World } from '../world/world.ts';

/** A person as one account sees them. */
export interface ProfileView {
  person: Person;
  self: boolean;
  relation: Relation;
  degree: 1 | 2 | 3;
  style: ConnectStyle;
  /** 200, or why the profile cannot be read: 403, 404. */
  status: number;
}

export function viewOf(world: World, account: Account, person: Person): ProfileView {
  const scenarios = world.scenarios.concerning(account.email, person.memberId);
  const ownStyle: ConnectStyle = { control: person.followFirst ? 'menu' : 'link', dialog: 'shadow' };
  const planned = scenarios.find((scenario) => scenario.profileStatus)?.profileStatus;
  return {
    person,
    self: person === account.me,
    relation: relationOf(world, account, person),
    degree: degreeOf(world, account, person),
    style: Object.assign(ownStyle, ...scenarios.map((scenario) => scenario.connectStyle)),
    status: planned ?? { open: 200, private: 403, gone: 404 }[person.access],
  };
}

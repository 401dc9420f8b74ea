import { ANSWERS } from './answers.ts';
import { INVITATIONS } from './invitations.ts';
import { LISTS } from './lists.ts';
import { PROFILES } from './profiles.ts';
import type { Scenario } from './scenario.ts';
import { SESSIONS } from './sessions.ts';

/** Every switch, by group. Adding one is adding a row, and asking for it where it shows. */
export const SCENARIO_GROUPS = {
  'Login, walls, sessions': SESSIONS,
  'Answers of the API': ANSWERS,
  'People and their pages': PROFILES,
  'Invitations and withdrawals': INVITATIONS,
  'Lists, messages, languages': LISTS,
} as const;

const TABLE = { ...SESSIONS, ...ANSWERS, ...PROFILES, ...INVITATIONS, ...LISTS } as const;

export type ScenarioName = keyof typeof TABLE;
export const SCENARIO_NAMES = Object.keys(TABLE) as [ScenarioName, ...ScenarioName[]];

export function describeScenario(name: ScenarioName): Scenario {
  return TABLE[name];
}

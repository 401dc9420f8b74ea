import type { Refusal } from './relationships.ts';

/** What a page request gets instead of the page. */
export type PageAnswer = { kind: 'checkpoint' } | { kind: 'too-many-requests' };

/** How the person's page lets itself be acted on. */
export interface ConnectStyle {
  control: 'link' | 'menu' | 'absent';
  dialog: 'shadow' | 'none';
}

/** What a scenario does the moment it is set. */
export type OnceEffect = 'end-sessions' | 'rename' | 'invite-us';

/** A thing that goes wrong. Hooks are consulted while the scenario is on; `once` acts when it is set. */
interface Scenario {
  about: string;
  once?: OnceEffect;
  page?: PageAnswer;
  voyagerStatus?: number;
  /** Status of the Voyager profile and, through it, of the page. */
  profileStatus?: number;
  inviteRefusal?: Refusal;
  connectStyle?: Partial<ConnectStyle>;
}

/** Adding a scenario is adding a row. */
const TABLE = {
  'weekly-limit': {
    about: 'Invitations are refused: the weekly limit is reached',
    inviteRefusal: { status: 429, code: 'FUSE_LIMIT_EXCEEDED' },
  },
  'error-toast': {
    about: 'Invitations are refused with the three-weeks toast',
    inviteRefusal: { status: 400, code: 'CANT_RESEND_YET' },
  },
  'no-connect': { about: 'No Connect control anywhere', connectStyle: { control: 'absent' } },
  'follow-first': { about: 'Connect only in the More menu', connectStyle: { control: 'menu' } },
  'direct-send': { about: 'Connect sends at once, without a dialog', connectStyle: { dialog: 'none' } },
  checkpoint: { about: 'The next page is a PIN challenge, until it is solved', page: { kind: 'checkpoint' } },
  'session-lost': { about: 'li_at is dead; logging in again works', once: 'end-sessions' },
  'rate-limited': {
    about: 'Pages and API answer 429',
    page: { kind: 'too-many-requests' },
    voyagerStatus: 429,
  },
  private: { about: 'The profile cannot be accessed', profileStatus: 403 },
  gone: { about: 'The profile no longer exists', profileStatus: 404 },
  incoming: { about: 'The person has invited the account', once: 'invite-us' },
  'renamed-slug': { about: 'The person takes a new slug; the old page redirects', once: 'rename' },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof TABLE;
export const SCENARIO_NAMES = Object.keys(TABLE) as [ScenarioName, ...ScenarioName[]];

/** Whom a scenario concerns; an absent part concerns everyone. */
export interface ScenarioTarget {
  account?: string;
  memberId?: string;
}

export function describeScenario(name: ScenarioName): Scenario {
  return TABLE[name];
}

/** The scenarios that are on, each for a target. */
export interface Scenarios {
  turnOn(name: ScenarioName, target: ScenarioTarget): void;
  turnOff(name: ScenarioName, target: ScenarioTarget): void;
  /** Ends what an account has dealt with, even where it concerned everyone. */
  settle(name: ScenarioName, account: string): void;
  clear(): void;
  /** Those that concern this account and, if named, this person; in the order they were set. */
  concerning(account: string, memberId?: string): readonly Scenario[];
}

export function createScenarios(): Scenarios {
  let active: { name: ScenarioName; target: ScenarioTarget }[] = [];
  const turnOff = (name: ScenarioName, target: ScenarioTarget): void => {
    active = active.filter(
      (row) => row.name !== name || !covers(target, row.target.account, row.target.memberId),
    );
  };
  return {
    turnOn: (name, target) => {
      turnOff(name, target);
      active.push({ name, target });
    },
    turnOff,
    settle: (name, account) => {
      active = active.filter((row) => row.name !== name || !covers(row.target, account, undefined));
    },
    clear: () => {
      active = [];
    },
    concerning: (account, memberId) =>
      active.filter((row) => covers(row.target, account, memberId)).map((row) => TABLE[row.name]),
  };
}

function covers(target: ScenarioTarget, account: string | undefined, memberId: string | undefined): boolean {
  return (
    (target.account === undefined || target.account === account) &&
    (target.memberId === undefined || target.memberId === memberId)
  );
}

import { hash32, type Random } from '@fairlead/shared/runtime/random';
import type { Scenario } from './scenario.ts';
import { describeScenario, type ScenarioName } from './table.ts';

/** Whom a scenario concerns; an absent part concerns everyone. */
export interface ScenarioTarget {
  account?: string;
  memberId?: string;
  /**
   * Below 1: where the question is about a person, this share of the people, always the same ones; else this
   * share of the questions, that is of the requests. Default 1.
   */
  probability?: number;
}

export interface ActiveScenario {
  name: ScenarioName;
  target: ScenarioTarget;
}

/** The scenarios that are on, each for a target. */
export interface Scenarios {
  turnOn(name: ScenarioName, target: ScenarioTarget): void;
  turnOff(name: ScenarioName, target: ScenarioTarget): void;
  /** Ends what an account has dealt with, even where it concerned everyone. */
  settle(name: ScenarioName, account: string): void;
  clear(): void;
  list(): readonly ActiveScenario[];
  /** Those that concern this account (undefined: a guest) and, if named, this person; in the order they were set. */
  concerning(account: string | undefined, memberId?: string): readonly Scenario[];
  isOn(name: ScenarioName, account: string | undefined, memberId?: string): boolean;
}

/** `random` draws the requests that a probability meets. */
export function createScenarios(random: Random): Scenarios {
  let active: ActiveScenario[] = [];
  const turnOff = (name: ScenarioName, target: ScenarioTarget): void => {
    active = active.filter(
      (row) => row.name !== name || !covers(target, row.target.account, row.target.memberId),
    );
  };
  const meets = ({ name, target }: ActiveScenario, memberId: string | undefined): boolean => {
    const { probability = 1 } = target;
    if (probability >= 1) return true;
    const draw = memberId === undefined ? random.next() : hash32(`${name}:${memberId}`) / 2 ** 32;
    return draw < probability;
  };
  const rowsFor = (account: string | undefined, memberId?: string): ActiveScenario[] =>
    active.filter((row) => covers(row.target, account, memberId) && meets(row, memberId));
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
    list: () => active,
    concerning: (account, memberId) => rowsFor(account, memberId).map((row) => describeScenario(row.name)),
    isOn: (name, account, memberId) =>
      active.some(
        (row) => row.name === name && covers(row.target, account, memberId) && meets(row, memberId),
      ),
  };
}

function covers(target: ScenarioTarget, account: string | undefined, memberId: string | undefined): boolean {
  return (
    (target.account === undefined || target.account === account) &&
    (target.memberId === undefined || target.memberId === memberId)
  );
}

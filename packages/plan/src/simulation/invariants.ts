import type { Listener } from './history.ts';
import {
  invitedOnce,
  legalTransitions,
  messagedOnce,
  pacedActions,
  timeMovesOn,
  withinLimits,
} from './invariant-rules.ts';
import { type SimulationOptions, START_MS } from './options.ts';
import { nobodyStuck } from './progress-rule.ts';
import type { Rule } from './rule.ts';

/** What must never happen has happened: a bug, in the plan or in the simulation. The seed shows it again. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  constructor(detail: string, seed: number, atMs: number) {
    super(`${detail} At ${new Date(atMs).toISOString()} of the simulation with seed ${seed}.`);
  }
}

/** Checks every event. Knows nothing of the plan, the ledger or the lines: only what is said to have happened. */
export interface Checker {
  /** Throws `InvariantBroken`. */
  check: Listener;
  /** The last look at what should have gone on. Throws `InvariantBroken`. */
  finish(endMs: number): void;
  /** Checks made so far. */
  checks(): number;
}

export function createChecker(
  options: Pick<SimulationOptions, 'seed' | 'limits' | 'pace' | 'tickMs' | 'campaigns' | 'partners'>,
): Checker {
  const stuck = nobodyStuck(options);
  const rules: readonly Rule[] = [
    timeMovesOn(START_MS),
    invitedOnce(),
    messagedOnce(),
    withinLimits(options.limits),
    legalTransitions(),
    pacedActions(options.pace),
    stuck,
  ];
  let checks = 0;
  const verify = (found: string | null | undefined, atMs: number): void => {
    if (found === undefined) return;
    checks += 1;
    if (found !== null) throw new InvariantBroken(found, options.seed, atMs);
  };
  return {
    check(happening) {
      for (const rule of rules) verify(rule.check(happening), happening.atMs);
    },
    finish: (endMs) => verify(stuck.sweep(endMs), endMs),
    checks: () => checks,
  };
}

import type { Happening } from './history.ts';

/** One thing that must hold, told everything that happens in order. */
export interface Rule {
  /** What is wrong, in a sentence; null when nothing is; undefined when it does not concern the rule. */
  check(happening: Happening): string | null | undefined;
}

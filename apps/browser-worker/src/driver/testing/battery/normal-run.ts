import { BATTERY_CASES, type BatteryCase, isWrite } from './table.ts';

/**
 * The cases of a normal run, since all of them take many minutes in a browser: each scenario with one verb, writes
 * first, and each outcome of each verb once. `BATTERY=all` runs the whole battery.
 */
export function normalRun(cases: readonly BatteryCase[] = BATTERY_CASES): ReadonlySet<BatteryCase> {
  const seen = new Set<string>();
  const chosen = cases
    .toSorted((a, b) => Number(isWrite(b.verb)) - Number(isWrite(a.verb)))
    .filter((test) => {
      const isNew = shownBy(test).some((key) => !seen.has(key));
      for (const key of shownBy(test)) seen.add(key);
      return isNew;
    });
  return new Set(chosen);
}

/** What a case is the test of. Errors come from what all verbs share, outcomes are a verb's own. */
function shownBy({ verb, scenario, expects }: BatteryCase): string[] {
  const isOutcome = /^[a-z]/.test(expects);
  return isOutcome ? [scenario, `${verb}: ${expects}`] : [scenario];
}

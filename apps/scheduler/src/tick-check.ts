import type { Database } from '@fairlead/db/database';
import { latestPlanReport } from '@fairlead/db/repositories/plan-reports';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Check, Pulse } from '@fairlead/shared/runtime/health';

const FEWEST_TICKS_MISSED = 10;
const SHORTEST_SILENCE_MS = 60_000;

/** Real milliseconds without a good tick after which nobody believes in the next one. */
export function longestSilenceMs(tickMs: number): number {
  return Math.max(FEWEST_TICKS_MISSED * tickMs, SHORTEST_SILENCE_MS);
}

/**
 * Whether ticks still end well. Replicas share the ticks: one that got none for a while is well as long as another's
 * report is fresh.
 */
export function tickCheck(ticks: Pulse, tickMs: number, db: Database, clock: Clock): Check {
  const limitMs = longestSilenceMs(tickMs);
  return async () => {
    if (ticks.ageMs() <= limitMs) return `last good tick ${seconds(ticks.ageMs())} ago`;
    const report = await latestPlanReport(db);
    const ageMs = report ? clock.toRealMs(clock.now().getTime() - report.at.getTime()) : Infinity;
    if (ageMs <= limitMs) return `another replica ticked ${seconds(ageMs)} ago`;
    throw new Error(`the last good tick was ${seconds(ticks.ageMs())} ago`);
  };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

import { DAY_MS } from './limits.ts';

/** One look at a page that should show something known: a selector matched, or none did. */
export interface Probe {
  /** What kind of page: `profile`, `search`… */
  kind: string;
  /** Which page, so that one odd page counts once. */
  page: string;
  matched: boolean;
  at: Date;
}

export interface DriftRule {
  /** So many different pages of a kind without a match are no accident. */
  pages: number;
  /** Older probes say nothing. */
  windowMs: number;
}

export const DEFAULT_DRIFT_RULE: DriftRule = { pages: 3, windowMs: DAY_MS };

/** As many of each kind are remembered: a kind that matches ten times in a row is well again. */
const REMEMBERED = 10;

/** What was seen, oldest first; bounded. */
export type Probes = readonly Probe[];

export type DriftFinding =
  | { kind: 'drifted'; probe: string; pages: number }
  /** Said again and again while all is well: whoever paused for that kind may go on. */
  | { kind: 'matching'; probe: string };

/** Remembers a probe, and says what it and those before it mean; null when they mean nothing yet. */
export function noteProbe(
  before: Probes,
  probe: Probe,
  { pages, windowMs }: DriftRule = DEFAULT_DRIFT_RULE,
): { probes: Probes; finding: DriftFinding | null } {
  const recent = [...before, probe].filter(({ at }) => probe.at.getTime() - at.getTime() < windowMs);
  const same = recent.filter(({ kind }) => kind === probe.kind).slice(-REMEMBERED);
  const missed = distinctPages(same.filter(({ matched }) => !matched));
  if (missed >= pages) {
    // Whether it matches again is told by what comes from now on.
    const probes = recent.filter(({ kind }) => kind !== probe.kind);
    return { probes, finding: { kind: 'drifted', probe: probe.kind, pages: missed } };
  }
  const isWell = missed === 0 && distinctPages(same) >= pages;
  const probes = [...recent.filter(({ kind }) => kind !== probe.kind), ...same];
  return { probes, finding: isWell ? { kind: 'matching', probe: probe.kind } : null };
}

const distinctPages = (probes: Probes): number => new Set(probes.map(({ page }) => page)).size;

import { binomialInterval, type ShareInterval } from './binomial.ts';

/** An automatic decision drawn by chance, and the answer it was checked against. */
export interface Audit {
  /** Of the answer; audits are in its order. */
  readonly verdictId: number;
  readonly leadId: number;
  readonly decided: boolean;
  /** Of a yes, as the model that decided saw it. */
  readonly probability: number;
  readonly answer: boolean;
}

/** What the audits of a campaign allow. */
export interface AuditStanding {
  /** Whether the campaign's model may decide by itself. */
  readonly automatic: boolean;
  /** In words, for the operator. */
  readonly why: string;
  /** Audits since the last that a fit settled, and how many of them disagree. */
  readonly checked: number;
  readonly disagreed: number;
  /** Of the share that disagrees; null while nothing was checked. */
  readonly interval: ShareInterval | null;
}

/**
 * Automatic decisions stop once more than `tolerance` of them are wrong beyond doubt: the lower end of the 95 % interval
 * lies above it. They go on when a fit has settled the audits (`settledBy`). A function of stored rows alone, so
 * that every worker comes to the same.
 *
 * @param settledTo audits up to this verdict were settled by a fit; null when none was
 */
export function auditStanding(
  audits: readonly Audit[],
  settledTo: number | null,
  tolerance: number,
): AuditStanding {
  const open = audits.filter(({ verdictId }) => verdictId > (settledTo ?? 0));
  const disagreed = open.filter(({ decided, answer }) => decided !== answer).length;
  const interval = binomialInterval(disagreed, open.length);
  const found = { checked: open.length, disagreed, interval };
  if (!interval) return { ...found, automatic: true, why: 'no automatic decision has been checked yet' };
  const said = `${disagreed} of ${open.length} checked decisions were wrong`;
  const bound = `${percent(tolerance)} are tolerated`;
  return interval.low > tolerance
    ? { ...found, automatic: false, why: `${said}, at least ${percent(interval.low)} of all; ${bound}` }
    : { ...found, automatic: true, why: `${said}; ${bound}` };
}

/**
 * The verdict up to which a new fit settles the audits, or null when it does not: it may decide by itself again if the
 * decisions it would take among the audited leads, not having seen their labels, are wrong in no more than
 * `tolerance` of them. It would take a decision where it is as sure as the least sure decision of that kind that was
 * audited; elsewhere it would ask, which is never wrong.
 *
 * @param heldOut by lead, the probability of a yes by a model that had not seen the label; null while there is none
 */
export function settledBy(
  audits: readonly Audit[],
  heldOut: ReadonlyMap<number, number> | null,
  tolerance: number,
): number | null {
  const last = audits.at(-1);
  if (!last || !heldOut) return null;
  const noBelow = Math.max(...audits.filter(({ decided }) => !decided).map(({ probability }) => probability));
  const yesFrom = Math.min(...audits.filter(({ decided }) => decided).map(({ probability }) => probability));
  let decided = 0;
  let wrong = 0;
  for (const { leadId, answer } of audits) {
    const probability = heldOut.get(leadId);
    // Unseen labels prove nothing.
    if (probability === undefined) return null;
    const decision = probability <= noBelow ? false : probability >= yesFrom ? true : null;
    if (decision === null) continue;
    decided += 1;
    if (decision !== answer) wrong += 1;
  }
  return wrong <= tolerance * decided ? last.verdictId : null;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

import { PARTNER_NEW_DEALS } from '@fairlead/shared/domain/partner';

/** How fast the lanes go, on our clock. Defaults: mission.md §3. */
export interface Pace {
  /** Between firings of one major lane of one campaign. Default 120 s. */
  minActionIntervalMs: number;
  /** Share by which an interval is varied. */
  jitterShare: number;
  /** A lane with nothing to do is looked at again after this long. */
  idleRecheckMs: number;
  /** Shortest pause between two profile reads or two judgements. Default 10 s. */
  enrichMinIntervalMs: number;
  /** Profiles read by one enrich job. */
  enrichBatch: number;
  /** People are searched for while fewer than this await judgement. Default 50. */
  minQualifiableLeads: number;
  /** No search once there are this many leads; null for no end. */
  maxLeads: number | null;
  /** A model is refitted, and the deals ranked anew, after this many new labels. */
  refitAfterLabels: number;
  /** A partner campaign is seeded while fewer NEW deals than this wait. Default: `PARTNER_NEW_DEALS`. */
  partnerNewDeals: number;
}

export const DEFAULT_PACE: Pace = {
  minActionIntervalMs: 120_000,
  jitterShare: 0.2,
  idleRecheckMs: 60_000,
  enrichMinIntervalMs: 10_000,
  enrichBatch: 5,
  minQualifiableLeads: 50,
  maxLeads: null,
  refitAfterLabels: 5,
  partnerNewDeals: PARTNER_NEW_DEALS,
};

/** The longest a lane is ever told to wait for its next turn, before jitter. */
export function longestIntervalMs({ minActionIntervalMs, idleRecheckMs, ...pace }: Pace): number {
  return Math.max(minActionIntervalMs, idleRecheckMs, pace.enrichMinIntervalMs * pace.enrichBatch);
}

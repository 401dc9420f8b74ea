import {
  Checkpoint,
  LimitReached,
  Misconfigured,
  Permanent,
  RateLimited,
  SessionLost,
  SkipProfile,
  Stale,
  Throttled,
} from '../runtime/errors.ts';

/** What the engine does with a job that threw. */
export type Decision =
  /** Somebody else did it, or there is nothing to do: not a failure. */
  | { kind: 'complete'; outcome: 'stale' }
  /** Costs no attempt. */
  | { kind: 'delay'; until: Date }
  | { kind: 'retry' }
  | { kind: 'fail'; outcome: 'permanent' | 'skipped' | 'exhausted' }
  | { kind: 'stop-account'; stop: AccountStop }
  /** Its breaker opens. */
  | { kind: 'cool-account' }
  | { kind: 'close-lane'; lane: string; until: Date }
  | { kind: 'exit' };

/** Why an account stops; `challenge` is what LinkedIn asks for. */
export type AccountStop = { event: 'session-lost' } | { event: 'checkpoint'; challenge: string };

export interface SettleInput {
  error: Error;
  /** Attempts made, this one included. */
  attempt: number;
  /** Attempts allowed by the catalog row. */
  attempts: number;
}

/** The one interpreter of errors: pure, total. */
export function settle({ error, attempt, attempts }: SettleInput): Decision {
  if (error instanceof Stale) return { kind: 'complete', outcome: 'stale' };
  if (error instanceof RateLimited) return { kind: 'cool-account' };
  if (error instanceof Throttled) return { kind: 'delay', until: error.retryAt };
  if (error instanceof LimitReached) return { kind: 'close-lane', lane: error.lane, until: error.until };
  if (error instanceof SessionLost) return { kind: 'stop-account', stop: { event: 'session-lost' } };
  if (error instanceof Checkpoint) {
    return { kind: 'stop-account', stop: { event: 'checkpoint', challenge: error.kind } };
  }
  if (error instanceof Misconfigured) return { kind: 'exit' };
  if (error instanceof SkipProfile) return { kind: 'fail', outcome: 'skipped' };
  if (error instanceof Permanent) return { kind: 'fail', outcome: 'permanent' };
  return attempt < attempts ? { kind: 'retry' } : { kind: 'fail', outcome: 'exhausted' };
}

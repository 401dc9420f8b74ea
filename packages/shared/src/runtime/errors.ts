/**
 * Errors say what the engine does next. Anything that is not one of these is unexpected: the job
 * crashes loudly and is retried as its catalog row allows.
 */
export abstract class FairleadError extends Error {
  abstract override readonly name: string;
}

/** This job can never succeed: it fails now and is not retried. */
export class Permanent extends FairleadError {
  override readonly name = 'Permanent';
}

/** Not now: the job is put back until `retryAt`; this costs no attempt. */
export class Throttled extends FairleadError {
  override readonly name: string = 'Throttled';
  readonly retryAt: Date;
  constructor(message: string, retryAt: Date, options?: ErrorOptions) {
    super(message, options);
    this.retryAt = retryAt;
  }
}

/** LinkedIn itself asks to slow down (429, 999): the account's breaker opens, and decides for how long. */
export class RateLimited extends Throttled {
  override readonly name = 'RateLimited';
}

/** A page did not answer within its deadline and was killed: the job is put back, to start over on a new one. */
export class PageHung extends Throttled {
  override readonly name = 'PageHung';
}

/** The login is gone: the account's session is renewed once, or the account pauses. */
export class SessionLost extends FairleadError {
  override readonly name = 'SessionLost';
}

/** LinkedIn asks for a human: the account stops until one has acted. `kind` says what is asked for. */
export class Checkpoint extends FairleadError {
  override readonly name = 'Checkpoint';
  readonly kind: string;
  constructor(message: string, kind: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A limit is reached: the lane is closed for the account until `until`. */
export class LimitReached extends FairleadError {
  override readonly name = 'LimitReached';
  readonly lane: string;
  readonly until: Date;
  constructor(message: string, lane: string, until: Date, options?: ErrorOptions) {
    super(message, options);
    this.lane = lane;
    this.until = until;
  }
}

/** This person cannot be worked with (private, gone, no name): the lead is left alone. */
export class SkipProfile extends FairleadError {
  override readonly name = 'SkipProfile';
}

/** Benign: somebody else already did it, or there is nothing to do. */
export class Stale extends FairleadError {
  override readonly name = 'Stale';
}

/** The operator must change something: the process prints `remedy` and exits. */
export class Misconfigured extends FairleadError {
  override readonly name = 'Misconfigured';
  readonly remedy: string;
  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** A server is not there, which may be a matter of time: whoever is watched may wait for it. */
export class Unreachable extends Misconfigured {}

/** Whatever was thrown, as an Error. */
export function coerceError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}

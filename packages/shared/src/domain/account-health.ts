import { z } from 'zod';
import { DAY_MS, HOUR_MS } from './limits.ts';

/** ok: may act. stopped: nothing happens on this account until a human has acted. */
export const AccountHealth = z.enum(['ok', 'stopped']);
export type AccountHealth = z.infer<typeof AccountHealth>;

/**
 * What stopped an account. challenge: LinkedIn asks for something a human can answer on its page. signed-out:
 * the login is gone. restriction: LinkedIn has restricted the account, or refuses this browser.
 */
export const StopCause = z.enum(['challenge', 'signed-out', 'restriction']);
export type StopCause = z.infer<typeof StopCause>;

/** Kinds of checkpoint that no answer on the page is the end of. */
const RESTRICTIONS: readonly string[] = ['restricted', 'bot-refusal'];

/** The circuit breaker of 429 and 999. It counts its trips until a day after it closed was quiet. */
export interface Breaker {
  trips: number;
  /** Nothing is done before; null when it never tripped. In the past: it is closed again. */
  openUntil: Date | null;
  reason: string | null;
}

/** Writes are paused because pages did not look as they should; reading goes on. */
export interface WritesPause {
  since: Date;
  /** Which kind of page it was. */
  probe: string;
  reason: string;
}

export interface HealthState {
  health: AccountHealth;
  /** Why it is stopped, for the operator; null when ok. */
  reason: string | null;
  /** Null when ok, and when it was stopped by something else, such as a restored backup. */
  cause: StopCause | null;
  breaker: Breaker;
  writesPause: WritesPause | null;
}

export type HealthEvent =
  | { kind: 'session-lost'; detail: string }
  /** `challenge` is what the page asks for, as the driver names it. */
  | { kind: 'checkpoint'; detail: string; challenge?: string }
  /** 429, 999, or a page that asks to slow down. */
  | { kind: 'throttled'; detail: string; at: Date }
  | { kind: 'drifted'; probe: string; detail: string; at: Date }
  /** Pages of the kind that had drifted look as they should again. */
  | { kind: 'matched-again'; probe: string }
  /** The page that was kept open shows a member's page: somebody has answered it. */
  | { kind: 'human-passed' }
  | { kind: 'human-cleared' }
  | { kind: 'writes-cleared' };

export const SOUND: HealthState = {
  health: 'ok',
  reason: null,
  cause: null,
  breaker: { trips: 0, openUntil: null, reason: null },
  writesPause: null,
};

/** Hours for which the first, second and every later trip opens the breaker. */
export const DEFAULT_BREAKER_HOURS: readonly number[] = [2, 4, 8];
/** A trip later than this after the last one ended is a first one again. */
const FORGIVEN_AFTER_MS = DAY_MS;

/**
 * What an event makes of an account's health. Stopped stays stopped until a human acts; the breaker closes
 * by time alone; paused writes go on after a human or after pages that match.
 */
export function nextHealth(
  state: HealthState,
  event: HealthEvent,
  breakerHours: readonly number[] = DEFAULT_BREAKER_HOURS,
): HealthState {
  switch (event.kind) {
    case 'session-lost':
      return stop(state, 'signed-out', `Signed out: ${event.detail}`);
    case 'checkpoint': {
      const isRestriction = RESTRICTIONS.includes(event.challenge ?? '');
      const cause = isRestriction ? 'restriction' : 'challenge';
      return stop(state, cause, `LinkedIn asks for a human: ${event.detail}`);
    }
    case 'throttled':
      return { ...state, breaker: trip(state.breaker, event, breakerHours) };
    case 'drifted':
      return state.writesPause ? state : { ...state, writesPause: pauseOf(event) };
    case 'matched-again':
      return state.writesPause?.probe === event.probe ? { ...state, writesPause: null } : state;
    case 'human-passed':
      return isAnswerable(state.cause) ? { ...state, health: 'ok', reason: null, cause: null } : state;
    case 'human-cleared':
      return { ...SOUND, writesPause: state.writesPause };
    case 'writes-cleared':
      return { ...state, writesPause: null };
  }
}

/** True when an account is stopped by a page that a human can answer, so that the page is kept open. */
export function isAnswerable(cause: StopCause | null): boolean {
  return cause === 'challenge' || cause === 'signed-out';
}

/** Until when the breaker keeps the account still, or null when it does not now. */
export function coolingUntil({ openUntil }: Breaker, now: Date): Date | null {
  return openUntil !== null && openUntil > now ? openUntil : null;
}

function stop(state: HealthState, cause: StopCause, reason: string): HealthState {
  return state.health === 'stopped' ? state : { ...state, health: 'stopped', reason, cause };
}

function pauseOf({ at, probe, detail }: Extract<HealthEvent, { kind: 'drifted' }>): WritesPause {
  return { since: at, probe, reason: detail };
}

/** An answer that comes while it is open was asked for before: it counts once. */
function trip(
  breaker: Breaker,
  { at, detail }: { at: Date; detail: string },
  breakerHours: readonly number[],
): Breaker {
  if (coolingUntil(breaker, at) !== null) return breaker;
  const quietMs = breaker.openUntil === null ? Infinity : at.getTime() - breaker.openUntil.getTime();
  const trips = quietMs > FORGIVEN_AFTER_MS ? 1 : breaker.trips + 1;
  const hours = breakerHours[Math.min(trips, breakerHours.length) - 1] ?? 0;
  return { trips, openUntil: new Date(at.getTime() + hours * HOUR_MS), reason: detail };
}

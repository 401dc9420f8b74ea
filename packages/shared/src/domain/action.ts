import { z } from 'zod';
import { HOUR_MS } from './limits.ts';

/**
 * The life of an irreversible act. intent: the row exists, nothing happened. started: the browser may
 * have clicked. unknown: it may or may not have happened; settled by reading LinkedIn, never by doing
 * it again. abandoned: certain that nothing happened.
 */
export const ActionState = z.enum(['intent', 'started', 'done', 'refused', 'unknown', 'abandoned']);
export type ActionState = z.infer<typeof ActionState>;

const ACTION_TRANSITIONS: Readonly<Record<ActionState, readonly ActionState[]>> = {
  intent: ['started', 'abandoned'],
  started: ['done', 'refused', 'unknown', 'abandoned'],
  unknown: ['done', 'refused', 'abandoned'],
  done: [],
  refused: [],
  abandoned: [],
};

export function canActionGo(from: ActionState, to: ActionState): boolean {
  return ACTION_TRANSITIONS[from].includes(to);
}

/** States that count against the limits, and in which a second action of the same kind for the same person or message is forbidden. */
export const LIVE_ACTION_STATES = [
  'intent',
  'started',
  'done',
  'unknown',
] as const satisfies readonly ActionState[];

/** States whose outcome is not known yet: nothing else is done for that person until it is. */
export const OPEN_ACTION_STATES = ['intent', 'started', 'unknown'] as const satisfies readonly ActionState[];

/**
 * Real milliseconds between the check of the fencing token and the click it permits. A click that
 * comes later, because the worker or its browser was paused, is swallowed by the page.
 */
export const CLICK_WITHIN_MS = 5_000;

/** Real milliseconds after taking an account over in which a click of its former worker may still land. */
export const TAKEOVER_QUIET_MS = CLICK_WITHIN_MS + 2_000;

/** How often an unknown act is looked up on LinkedIn before a human is asked. */
export const MAX_READ_ATTEMPTS = 3;

/** Our-clock milliseconds until the next look, after `attempts` (1, 2, …) in vain. */
export function readAgainAfterMs(attempts: number): number {
  return attempts === 1 ? 10 * 60_000 : HOUR_MS;
}

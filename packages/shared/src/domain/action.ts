import { z } from 'zod';

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

import { z } from 'zod';

export const DealState = z.enum(['NEW', 'PENDING', 'CONNECTED', 'COMPLETED', 'FAILED']);
export type DealState = z.infer<typeof DealState>;

/** Why a deal ended. `messaged` is the good end. */
export const ClosingReason = z.enum([
  'messaged',
  'invite-refused',
  'invite-lapsed',
  'no-connect-control',
  'inaccessible',
  'message-refused',
  'rejected',
]);
export type ClosingReason = z.infer<typeof ClosingReason>;

/** What the deal waits for. Cleared on every transition to or from PENDING. */
export const NextStep = z.object({ backoffHours: z.number().positive().optional() });
export type NextStep = z.infer<typeof NextStep>;

const DEAL_TRANSITIONS: Readonly<Record<DealState, readonly DealState[]>> = {
  NEW: ['PENDING', 'CONNECTED', 'FAILED'],
  PENDING: ['CONNECTED', 'FAILED'],
  CONNECTED: ['COMPLETED', 'FAILED'],
  COMPLETED: [],
  FAILED: [],
};

export function canDealGo(from: DealState, to: DealState): boolean {
  return DEAL_TRANSITIONS[from].includes(to);
}

/** Throws on a transition that is not drawn in the state machine. */
export function assertDealTransition(from: DealState, to: DealState): void {
  if (!canDealGo(from, to)) throw new RangeError(`A deal cannot go from ${from} to ${to}.`);
}

/** All (from, to) pairs allowed: the database enforces the same list. */
export function dealTransitions(): readonly (readonly [DealState, DealState])[] {
  return DealState.options.flatMap((from) => DEAL_TRANSITIONS[from].map((to) => [from, to] as const));
}

/** Hours after the invitation before a pending deal is first looked at. */
export const FIRST_CHECK_HOURS = 24;

/** How long to wait after finding an invitation still pending: the backoff doubles each time. */
export function nextBackoffHours(step: NextStep): number {
  return (step.backoffHours ?? FIRST_CHECK_HOURS) * 2;
}

/** How often a page without a Connect control is tried before the deal fails. */
export const MAX_CONNECT_ATTEMPTS = 3;

import { z } from 'zod';

/**
 * url-only: a link was seen. enriched: the profile is read. promoted: at least one campaign has a
 * deal with this person. disqualified: every verdict so far is a no, or the lead is closed for good.
 */
export const LeadState = z.enum(['url-only', 'enriched', 'disqualified', 'promoted']);
export type LeadState = z.infer<typeof LeadState>;

/** Why a person is out of reach of every campaign. */
export const LeadClosedReason = z.enum(['self', 'inaccessible', 'duplicate', 'no-company']);
export type LeadClosedReason = z.infer<typeof LeadClosedReason>;

const LEAD_TRANSITIONS: Readonly<Record<LeadState, readonly LeadState[]>> = {
  'url-only': ['enriched', 'disqualified'],
  enriched: ['disqualified', 'promoted'],
  // Another campaign may still want somebody the first one rejected.
  disqualified: ['promoted'],
  promoted: [],
};

/** Throws on a transition that is not drawn in the state machine. */
export function assertLeadTransition(from: LeadState, to: LeadState): void {
  if (!LEAD_TRANSITIONS[from].includes(to)) throw new RangeError(`A lead cannot go from ${from} to ${to}.`);
}

/** True when the state machine allows it. */
export function canLeadGo(from: LeadState, to: LeadState): boolean {
  return LEAD_TRANSITIONS[from].includes(to);
}

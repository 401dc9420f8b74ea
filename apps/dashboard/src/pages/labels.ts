import type { ActionState } from '@fairlead/shared/domain/action';
import type { ApprovalMode } from '@fairlead/shared/domain/approval';
import type { ClosingReason, DealState } from '@fairlead/shared/domain/deal';
import { Lane } from '@fairlead/shared/domain/lane';
import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { ActionKind } from '@fairlead/shared/domain/limits';

const LANES: Readonly<Record<Lane, string>> = {
  settle: 'Settle unclear acts',
  connect: 'Invite',
  'check-pending': 'Check invitations',
  'follow-up': 'Send follow-ups',
  enrich: 'Read profiles',
  embed: 'Embed profiles',
  qualify: 'Judge leads',
  fit: 'Fit the model',
  seed: 'Seed partner deals',
  draft: 'Draft follow-ups',
  search: 'Search people',
  keywords: 'Find keywords',
};

const LEAD_STATES: Readonly<Record<LeadState, string>> = {
  'url-only': 'Discovered',
  enriched: 'Profile read',
  promoted: 'Qualified',
  disqualified: 'Disqualified',
};

const CLOSED_REASONS: Readonly<Record<LeadClosedReason, string>> = {
  self: 'One of your own accounts',
  inaccessible: 'The profile cannot be read',
  duplicate: 'Known under another address',
  'no-company': 'No current company',
};

const DEAL_STATES: Readonly<Record<DealState, string>> = {
  NEW: 'New',
  PENDING: 'Invited',
  CONNECTED: 'Connected',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
};

const CLOSING_REASONS: Readonly<Record<ClosingReason, string>> = {
  messaged: 'Follow-up sent',
  'invite-refused': 'Invitation refused',
  'invite-lapsed': 'Invitation lapsed',
  'no-connect-control': 'No way to connect',
  inaccessible: 'Profile not accessible',
  'message-refused': 'Message refused',
  rejected: 'Rejected by a human',
};

const ACTIONS: Readonly<Record<ActionKind, string>> = {
  invite: 'Invitation',
  message: 'Message',
  withdraw: 'Withdrawal',
};

const ACTION_STATES: Readonly<Record<ActionState, string>> = {
  intent: 'intended',
  started: 'started',
  done: 'done',
  refused: 'refused',
  unknown: 'outcome unknown',
  abandoned: 'abandoned',
};

const APPROVAL_MODES: Readonly<Record<ApprovalMode, string>> = {
  autopilot: 'Autopilot',
  'approve-messages': 'Approve messages',
  'approve-everything': 'Approve everything',
  'observe-only': 'Observe only',
};

const APPROVAL_HINTS: Readonly<Record<ApprovalMode, string>> = {
  autopilot: 'Invitations and messages go out by themselves; what waits for approval goes out, too.',
  'approve-messages': 'Invitations go out by themselves. Each message waits until somebody approves it.',
  'approve-everything': 'Each invitation and each message waits until somebody approves it.',
  'observe-only': 'Nothing is sent. Searching, reading and judging go on.',
};

/** Plan reports name lanes as text; one that was renamed is shown as it is. */
export function laneLabel(lane: string): string {
  const known = Lane.safeParse(lane);
  return known.success ? LANES[known.data] : lane;
}

export const approvalModeLabel = (mode: ApprovalMode): string => APPROVAL_MODES[mode];
export const approvalModeHint = (mode: ApprovalMode): string => APPROVAL_HINTS[mode];
export const leadStateLabel = (state: LeadState): string => LEAD_STATES[state];
export const closedReasonLabel = (reason: LeadClosedReason): string => CLOSED_REASONS[reason];
export const dealStateLabel = (state: DealState): string => DEAL_STATES[state];
export const closingReasonLabel = (reason: ClosingReason): string => CLOSING_REASONS[reason];
export const actionLabel = (kind: ActionKind): string => ACTIONS[kind];
export const actionStateLabel = (state: ActionState): string => ACTION_STATES[state];

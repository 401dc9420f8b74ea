import type { Activity } from '@fairlead/db/views/activity';
import type { LeadAction, LeadTransition } from '@fairlead/db/views/lead-history';
import { eventView, type Tone } from './events.ts';
import { actionLabel, actionStateLabel, dealStateLabel } from './labels.ts';

/** One line of a person's history. */
export interface TimelineEntry {
  at: Date;
  /** Where it is written: in the events, in the deal's history, or in the ledger of irreversible acts. */
  source: 'event' | 'deal' | 'ledger';
  title: string;
  detail: string | null;
  /** The campaign or account concerned. */
  context: string | null;
  tone: Tone;
}

/** Events, deal transitions and ledger rows in one list, newest first. */
export function timeline(
  events: readonly Activity[],
  transitions: readonly LeadTransition[],
  actions: readonly LeadAction[],
): TimelineEntry[] {
  // Each list comes oldest first: reversed, so that entries of one instant stay in order too.
  const entries = [...transitions.map(fromTransition), ...actions.map(fromAction), ...events.map(fromEvent)];
  return entries.reverse().sort((a, b) => b.at.getTime() - a.at.getTime());
}

function fromEvent(event: Activity): TimelineEntry {
  const { at, title, detail, tone, accountHandle, campaignName } = eventView(event);
  return { at, source: 'event', title, detail, tone, context: accountHandle ?? campaignName };
}

function fromTransition({ at, from, to, detail, campaignName }: LeadTransition): TimelineEntry {
  const title = from ? `${dealStateLabel(from)} → ${dealStateLabel(to)}` : 'Deal opened';
  const tone = to === 'FAILED' ? 'bad' : to === 'COMPLETED' ? 'good' : 'plain';
  return { at, source: 'deal', title, detail, context: campaignName, tone };
}

const ACTION_TONES: Readonly<Record<string, Tone>> = { done: 'good', refused: 'bad', unknown: 'warn' };

function fromAction(action: LeadAction): TimelineEntry {
  return {
    at: action.finishedAt ?? action.startedAt ?? action.intentAt,
    source: 'ledger',
    title: `${actionLabel(action.kind)}: ${actionStateLabel(action.state)}`,
    detail: action.reason,
    context: action.accountHandle,
    tone: ACTION_TONES[action.state] ?? 'plain',
  };
}

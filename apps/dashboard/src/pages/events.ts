import type { Activity } from '@fairlead/db/views/activity';

/** How good news are: decides a colour, never the text. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain';

/** What a timeline shows of an event. */
export interface EventView extends Activity {
  title: string;
  tone: Tone;
}

const TITLES: Readonly<Record<string, string>> = {
  'search.done': 'Searched',
  'keywords.added': 'Keywords added',
  'lead.qualified': 'Qualified',
  'lead.disqualified': 'Disqualified',
  'lead.parked': 'Parked by the model',
  'leads.parked': 'Parked by the model',
  'deals.seeded': 'Partner deals seeded',
  'kit.imported': 'Partner kit imported',
  'kit.removed': 'Partner kit removed',
  'leads.reopened': 'Parked leads reopened',
  'lead.corrected': 'Verdict corrected',
  'lead.no-company': 'Closed: no company',
  'lead.closed': 'Closed meanwhile',
  'lead.closed-by-hand': 'Closed by a human',
  'invite.sent': 'Invitation sent',
  'invite.approved': 'Invitation approved',
  'invite.rejected': 'Invitation rejected',
  'invite.refused': 'Invitation refused',
  'invite.unknown': 'Invitation: outcome unknown',
  'invite.accepted': 'Invitation accepted',
  'message.held': 'Follow-up held for a human',
  'newsletter.subscribed': 'Newsletter subscribed',
  'newsletter.unsubscribed': 'Newsletter unsubscribed',
  'message.drafted': 'Follow-up drafted',
  'message.approved': 'Follow-up approved',
  'message.rejected': 'Follow-up rejected',
  'message.sent': 'Follow-up sent',
  'message.refused': 'Follow-up refused',
  'message.unknown': 'Follow-up: outcome unknown',
  'reply.received': 'Reply received',
  'deal.failed': 'Deal failed',
  'action.needs-human': 'Unclear act: your word is needed',
  'action.settled': 'Unclear act settled by hand',
  'account.logged-in': 'Signed in',
  'account.stopped': 'Account stopped',
  'account.resumed': 'Account resumed',
  'account.password-replaced': 'Password replaced',
  'account.cooling': 'Account cools down',
  'account.rescheduled': 'Working hours changed',
  'writes.paused': 'Writes paused',
  'writes.resumed': 'Writes resumed',
  'lane.closed': 'Lane closed',
  'account.limits-changed': 'Limits changed',
  'campaign.created': 'Campaign made',
  'campaign.saved': 'Campaign changed',
  'campaign.paused': 'Campaign paused',
  'campaign.resumed': 'Campaign resumed',
};

const TONES: Readonly<Record<string, Tone>> = {
  accepted: 'good',
  received: 'good',
  approved: 'good',
  rejected: 'bad',
  qualified: 'good',
  sent: 'good',
  resumed: 'good',
  refused: 'bad',
  failed: 'bad',
  stopped: 'bad',
  unknown: 'warn',
  'needs-human': 'warn',
  closed: 'warn',
  paused: 'warn',
  cooling: 'warn',
};

export function eventView(event: Activity): EventView {
  return { ...event, title: TITLES[event.kind] ?? humanise(event.kind), tone: toneOf(event.kind) };
}

function toneOf(kind: string): Tone {
  return TONES[kind.split('.').at(-1) ?? ''] ?? 'plain';
}

/** `lead.some-thing` → `Lead some thing`: kinds this page does not know yet. */
function humanise(kind: string): string {
  const words = kind.replace(/[.-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

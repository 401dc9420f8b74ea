import type { SentInvitation } from '../world/network.ts';
import { html, type SafeHtml } from './html.ts';
import { face, sduiPage } from './layout.ts';
import { profileHref } from './links.ts';
import { cls } from './style.ts';

/** Sent invitations (facts §3.6, [C]); all rows at once, withdrawing is not simulated. */
export function sentInvitationsPage(sent: readonly SentInvitation[], now: Date): SafeHtml {
  return sduiPage({
    title: 'Manage invitations | LinkedIn',
    screen: 'mynetwork.InvitationManagerSent',
    main: html`<section class="${cls('CARD')}"><h2>Manage invitations</h2><div class="${cls('ACTIONS')}"><a href="/mynetwork/invitation-manager/received/" class="${cls('BTN')}">Received</a><a href="/mynetwork/invitation-manager/sent/" class="${cls('BTN')} ${cls('PRIMARY')}">Sent</a></div><p class="${cls('QUIET')}">People (${sent.length})</p>${sent.map((invitation) => row(invitation, now))}</section>`,
  });
}

function row({ person, relation }: SentInvitation, now: Date): SafeHtml {
  return html`<div role="listitem" class="${cls('ROW')}"><a href="${profileHref(person)}">${face(person)}</a><div class="${cls('GROW')}"><p>${person.fullName}</p><p><span>${person.headline}</span></p><p class="${cls('QUIET')}"><span>${sentLabel(relation.invitedAt, now)}</span></p>${relation.note !== null && html`<span data-testid="expandable-text-box">${relation.note}</span>`}</div><a href="/" aria-label="Withdraw invitation sent to ${person.fullName}" class="${cls('BTN')}">Withdraw</a></div>`;
}

/** Received invitations: nobody invites first in this network. */
export function receivedInvitationsPage(): SafeHtml {
  return sduiPage({
    title: 'Manage invitations | LinkedIn',
    screen: 'mynetwork.InvitationManagerReceived',
    main: html`<section class="${cls('CARD')}"><h2>Manage invitations</h2><p>No new invitations</p></section>`,
  });
}

const HOUR_MS = 3_600_000;

/** "Sent 2 days ago". */
export function sentLabel(sentAt: Date, now: Date): string {
  const hours = Math.floor((now.getTime() - sentAt.getTime()) / HOUR_MS);
  if (hours < 1) return 'Sent just now';
  if (hours < 24) return `Sent ${plural(hours, 'hour')} ago`;
  const days = Math.floor(hours / 24);
  return days < 7 ? `Sent ${plural(days, 'day')} ago` : `Sent ${plural(Math.floor(days / 7), 'week')} ago`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

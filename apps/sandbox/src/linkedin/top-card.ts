import { type Person, placeName } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { face } from './layout.ts';
import { composeHref, inviteHref, ordinal, profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';

/** The first card of a profile (facts §3.1, [C]); `componentkey` and `id` are both emitted (§3.0). */
export function topCard(view: ProfileView): SafeHtml {
  const { person } = view;
  const key = `com.linkedin.sdui.profile.card.ref${person.memberId}Topcard`;
  return html`<div componentkey="${key}" id="${key}"><section componentkey="${key}" id="${key}" class="${cls('CARD')}">
<div class="${cls('HERO')}"></div>${face(person, true)}
<div class="${cls('NAME')}"><a href="${profileHref(person)}"><h2>${person.fullName}</h2></a>${degreeMarks(view)}</div>
<p>${person.headline}</p>
${person.career[0] && html`<p class="${cls('QUIET')}">${companyAndSchool(person)}</p>`}
<p class="${cls('QUIET')}">${placeName(person.place)} · <a href="${profileHref(person)}overlay/contact-info/">Contact info</a></p>
<p class="${cls('QUIET')}">${reach(person)}</p>
<div class="${cls('ACTIONS')}">${actions(view, 'card')}</div></section></div>`;
}

/** The copy of the action row above the page (facts §3.2, [C]); its More button alone has a label. */
export function stickyHeader(view: ProfileView): SafeHtml {
  return html`<div class="${cls('STICKY')} ${cls('AWAY')}" data-sticky="${cls('AWAY')}">${face(view.person)}<span class="${cls('GROW')}">${view.person.fullName}</span>${actions(view, 'sticky')}</div>`;
}

/** Facts §3.1, the degree trap [C]: the wrong degree is in the DOM too, hidden by style. */
function degreeMarks({ self, degree }: ProfileView): SafeHtml | false {
  if (self) return false;
  const decoy = degree === 1 ? '2nd' : '1st';
  return html`<div class="${cls('HIDDEN')}"><p>· ${decoy}</p></div><div><p>· ${ordinal(degree)}</p></div>`;
}

function companyAndSchool(person: Person): string {
  return [person.career[0]?.company.name, person.schooling[0]?.school].filter(Boolean).join(' · ');
}

function reach(person: Person): string {
  if (person.followFirst) return `${person.followers.toLocaleString('en-US')} followers`;
  return person.connections > 500 ? '500+ connections' : `${person.connections} connections`;
}

type Row = 'card' | 'sticky';

/** What each state shows (facts §3.2, [C]). */
function actions(view: ProfileView, row: Row): SafeHtml {
  const { person, self, relation, style } = view;
  if (self)
    return html`<a href="${profileHref(person)}edit/intro/" aria-label="Edit intro" class="${cls('BTN')}">Edit</a>`;
  const more = moreButton(row);
  switch (relation.kind) {
    case 'connected':
      return html`${messageLink(person)}${more}<a href="${profileHref(person)}" aria-label="Manage notifications about ${person.fullName}" class="${cls('BTN')}">Notify</a>`;
    case 'pending':
      return html`${pendingLink(person)}${openToMessages(person) && messageLink(person)}${more}`;
    case 'incoming':
      return html`<button type="button" data-answer="accept" data-invitation="urn:li:fsd_invitation:${relation.invitationId}" aria-label="Accept ${person.fullName}’s request to connect" class="${cls('BTN')} ${cls('PRIMARY')}">Accept</button><button type="button" data-answer="ignore" data-invitation="urn:li:fsd_invitation:${relation.invitationId}" aria-label="Ignore ${person.fullName}’s request to connect" class="${cls('BTN')}">Ignore</button>${more}`;
    case 'none':
      if (style.control === 'link')
        return html`${connectLink(view)}${openToMessages(person) && messageLink(person)}${more}`;
      return html`<button type="button" aria-label="Follow ${person.fullName}" class="${cls('BTN')} ${cls('PRIMARY')}"><span><span>Follow</span></span></button>${messageLink(person)}${more}`;
  }
}

/** Message exists on non-connections too, and proves nothing (facts §3.2, [C]). */
function openToMessages(person: Person): boolean {
  return person.memberNumber % 3 === 0;
}

function connectLink({ person, style }: ProfileView): SafeHtml {
  return html`<a href="${inviteHref(person, 'profile')}" aria-label="Invite ${person.fullName} to connect" data-sends="${style.dialog === 'none' && 'directly'}" class="${cls('BTN')} ${cls('PRIMARY')}"><span><span>Connect</span></span></a>`;
}

function pendingLink(person: Person): SafeHtml {
  return html`<a href="${profileHref(person)}" aria-label="Pending, click to withdraw invitation sent to ${person.fullName}" class="${cls('BTN')}"><span><span>Pending</span></span></a>`;
}

function messageLink(person: Person): SafeHtml {
  return html`<a href="${composeHref(person, 'NON_SELF_PROFILE_VIEW')}" aria-label="Message ${person.fullName}" class="${cls('BTN')}"><span><span>Message</span></span></a>`;
}

/** Facts §3.3 [C]: no aria-label in the card, "More" in the sticky copy. */
function moreButton(row: Row): SafeHtml {
  const label = row === 'sticky' ? html` aria-label="More"` : null;
  return html`<button type="button" aria-expanded="false" data-opens="more"${label} class="${cls('BTN')}"><span><span>More</span></span></button>`;
}

/** The menu that the More button puts into the portal (facts §3.3, [C]). */
export function moreMenu(view: ProfileView): SafeHtml {
  const { person, relation, style } = view;
  const connectable = relation.kind === 'none' && style.control === 'menu';
  return html`<template data-more-menu><div role="menu" class="${cls('MENU')}">
<div role="menuitem">Send profile in a message</div><div role="menuitem">Save to PDF</div>
${connectable && html`<a role="menuitem" href="${inviteHref(person, 'profile')}" data-sends="${style.dialog === 'none' && 'directly'}"><div aria-label="Invite ${person.fullName} to connect">Connect</div></a>`}
${relation.kind === 'connected' && html`<div role="menuitem">Remove connection</div><div role="menuitem">Unfollow</div>`}
${relation.kind !== 'connected' && !connectable && html`<div role="menuitem">Follow</div>`}
<div role="menuitem">Report / Block</div></div></template>
<template data-pending-node>${pendingLink(person)}</template>`;
}

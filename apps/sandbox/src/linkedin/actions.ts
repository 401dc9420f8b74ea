import type { Person } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { composeHref, inviteHref, profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';
import { fill } from './words.ts';

type Row = 'card' | 'sticky';

/** What each state shows (facts §3.2, [C]). */
export function actions(view: ProfileView, row: Row): SafeHtml {
  const { person, self, relation, style } = view;
  if (self)
    return html`<a href="${profileHref(person)}edit/intro/" aria-label="Edit intro" class="${cls('BTN')}">Edit</a>`;
  const more = html`${view.is('sales-navigator') && salesNavigator()}${moreButton(view, row)}`;
  switch (relation.kind) {
    case 'connected':
      return html`${messageLink(view)}${more}<a href="${profileHref(person)}" aria-label="${named(view, 'notifyLabel')}" class="${cls('BTN')}">★</a>`;
    case 'pending':
      return html`${pendingLink(view)}${openToMessages(person) && messageLink(view)}${more}`;
    case 'incoming':
      return html`${answerButton(view, 'accept', relation.invitationId)}${answerButton(view, 'ignore', relation.invitationId)}${more}`;
    case 'none':
      if (style.control !== 'menu' && style.control !== 'absent')
        return html`${connectControl(view)}${openToMessages(person) && messageLink(view)}${more}`;
      return html`<button type="button" aria-label="${named(view, 'followLabel')}" class="${cls('BTN')} ${cls('PRIMARY')}"><span><span>${view.words.follow}</span></span></button>${messageLink(view)}${more}`;
  }
}

/** Message exists on non-connections too, and proves nothing (facts §3.2, [C]). */
function openToMessages(person: Person): boolean {
  return person.memberNumber % 3 === 0;
}

/** A label with the person's name in it. */
export function named(view: ProfileView, label: Label): string {
  return fill(view.words[label], { name: view.person.fullName });
}

type Label =
  | 'inviteLabel'
  | 'pendingLabel'
  | 'messageLabel'
  | 'followLabel'
  | 'notifyLabel'
  | 'acceptLabel'
  | 'ignoreLabel'
  | 'withdrawLabel';

/** What a click on Connect has to do, for the page's script; `data-invite` is the slug. */
export function connectData({ person, style }: ProfileView): SafeHtml {
  return html` data-invite="${person.slug}" data-dialog="${style.dialog}"`;
}

/** A link since the new front end [C], a button before [C]; the label is missing in some captures. */
function connectControl(view: ProfileView): SafeHtml {
  const { person, style, words } = view;
  const text = html`<span><span>${words.connect}</span></span>`;
  const look = `${cls('BTN')} ${cls('PRIMARY')}`;
  if (style.control === 'link')
    return html`<a href="${inviteHref(person, 'profile')}" aria-label="${named(view, 'inviteLabel')}"${connectData(view)} class="${look}">${text}</a>`;
  const label = style.control === 'button' && html` aria-label="${named(view, 'inviteLabel')}"`;
  return html`<button type="button"${label}${connectData(view)} class="${look}">${text}</button>`;
}

export function pendingLink(view: ProfileView): SafeHtml {
  return html`<a href="${profileHref(view.person)}" aria-label="${named(view, 'pendingLabel')}"${withdrawData(view)} class="${cls('BTN')}"><span><span>${view.words.pending}</span></span></a>`;
}

/** The invitation that a click on Pending offers to withdraw; none where the click only follows the link. */
export function withdrawData(view: ProfileView): SafeHtml | false {
  if (view.is('withdraw-unhandled')) return false;
  const { person } = view;
  return html` data-withdraw="${person.memberId}" data-withdraw-name="${person.fullName}"`;
}

export function messageLink(view: ProfileView): SafeHtml {
  return html`<a href="${composeHref(view.person, 'NON_SELF_PROFILE_VIEW')}" aria-label="${named(view, 'messageLabel')}" data-overlay="${view.is('message-overlay') && 'bubble'}" class="${cls('BTN')}"><span><span>${view.words.message}</span></span></a>`;
}

function answerButton(view: ProfileView, answer: 'accept' | 'ignore', invitationId: string): SafeHtml {
  const look = answer === 'accept' && cls('PRIMARY');
  return html`<button type="button" data-answer="${answer}" data-invitation="urn:li:fsd_invitation:${invitationId}" aria-label="${named(view, answer === 'accept' ? 'acceptLabel' : 'ignoreLabel')}" class="${cls('BTN')} ${look}">${view.words[answer]}</button>`;
}

/** Facts §3.2 [1]. */
function salesNavigator(): SafeHtml {
  return html`<button type="button" class="${cls('BTN')}"><span><span>Save in Sales Navigator</span></span></button>`;
}

/** Facts §3.3 [C]: no aria-label in the card, "More" in the sticky copy. */
function moreButton({ words }: ProfileView, row: Row): SafeHtml {
  const label = row === 'sticky' && html` aria-label="${words.more}"`;
  return html`<button type="button" aria-expanded="false" data-opens="more"${label} class="${cls('BTN')}"><span><span>${words.more}</span></span></button>`;
}

/** The menu that the More button puts into the portal (facts §3.3, [C]). */
export function moreMenu(view: ProfileView): SafeHtml {
  const { person, relation, style, words } = view;
  const connectable = relation.kind === 'none' && style.control === 'menu';
  return html`<template data-more-menu><div role="menu" class="${cls('MENU')}">
<div role="menuitem">Send profile in a message</div><div role="menuitem">Save to PDF</div>
${connectable && html`<a role="menuitem" href="${inviteHref(person, 'profile')}"${connectData(view)}><div aria-label="${named(view, 'inviteLabel')}">${words.connect}</div></a>`}
${relation.kind === 'connected' && html`<div role="menuitem">${words.removeConnection}</div><div role="menuitem">${words.unfollow}</div>`}
${relation.kind !== 'connected' && !connectable && html`<div role="menuitem">${words.follow}</div>`}
<div role="menuitem">Report / Block</div></div></template>
<template data-pending-node>${pendingLink(view)}</template>`;
}

import type { SentInvitation } from '../world/network.ts';
import { html, type SafeHtml } from './html.ts';
import { withdrawDialogs } from './invite-dialog.ts';
import { emberPage, face, sduiPage } from './layout.ts';
import { profileHref } from './links.ts';
import { cls } from './style.ts';
import type { Visit } from './visit.ts';
import { fill, sentLabel, type Words } from './words.ts';

/** Facts §3.6 [C]. */
const ROWS_AT_ONCE = 10;

/**
 * Sent invitations (facts §3.6, [C]). With `lazy-lists` ten rows at once and the rest when `main` is scrolled,
 * with `late-lists` all of them after a while; else all of them at once.
 */
export function sentInvitationsPage(visit: Visit, sent: readonly SentInvitation[]): SafeHtml {
  const { words } = visit;
  const title = `${words.manageInvitations} | LinkedIn`;
  const ember = visit.is('ember');
  const rows = sent.map((invitation, i) => (ember ? emberRow(visit, invitation) : row(visit, invitation, i)));
  const shown = visit.is('late-lists') ? 0 : visit.is('lazy-lists') ? ROWS_AT_ONCE : rows.length;
  const list = html`${rows.slice(0, shown)}${rows.slice(shown).map((later) => html`<template data-later="${visit.is('late-lists') ? 'delay' : 'scroll'}">${later}</template>`)}`;
  const dialogs = withdrawDialogs(visit, ember);
  if (ember) {
    const body = html`<main><h1>${words.manageInvitations}</h1><p>${words.people} (${sent.length})</p><ul>${list}</ul>${dialogs}</main>`;
    return emberPage({ title, body, viewer: visit.account.me, words, script: 'invitations.js' });
  }
  return sduiPage({
    title,
    screen: 'mynetwork.InvitationManagerSent',
    main: html`<section class="${cls('CARD')}"><h2>${words.manageInvitations}</h2>${tabs()}<p class="${cls('QUIET')}">${words.people} (<span data-pill>${sent.length}</span>)</p><div data-rows>${list}</div></section>${dialogs}`,
    words,
    script: 'invitations.js',
  });
}

function tabs(): SafeHtml {
  return html`<div class="${cls('ACTIONS')}"><a href="/mynetwork/invitation-manager/received/" class="${cls('BTN')}">Received</a><a href="/mynetwork/invitation-manager/sent/" class="${cls('BTN')} ${cls('PRIMARY')}">Sent</a></div>`;
}

/** The link of Withdraw leads to `/` in the first ten rows, to the page itself in the others [C]. */
function row(visit: Visit, invitation: SentInvitation, index: number): SafeHtml {
  const { person, relation } = invitation;
  const href = index < ROWS_AT_ONCE ? '/' : '/mynetwork/invitation-manager/sent/';
  return html`<div role="listitem" class="${cls('ROW')}"><a href="${profileHref(person)}">${face(person)}</a><div class="${cls('GROW')}"><p>${person.fullName}</p><p><span>${person.headline}</span></p><p class="${cls('QUIET')}"><span>${sentLabel(visit.words, relation.invitedAt, visit.now)}</span></p>${relation.note !== null && html`<span data-testid="expandable-text-box">${relation.note}</span>`}</div><a href="${href}" aria-label="${label(visit.words, invitation)}"${data(visit, invitation)} class="${cls('BTN')}">${visit.words.withdraw}</a></div>`;
}

/** The old list (facts §3.6: two classes [C], the rest invented). */
function emberRow(visit: Visit, invitation: SentInvitation): SafeHtml {
  const { person, relation } = invitation;
  return html`<li class="invitation-card"><a href="${profileHref(person)}" class="invitation-card__title">${person.fullName}</a><time>${sentLabel(visit.words, relation.invitedAt, visit.now)}</time><button type="button" class="artdeco-button" aria-label="${label(visit.words, invitation)}"${data(visit, invitation)}>${visit.words.withdraw}</button></li>`;
}

function label(words: Words, { person }: SentInvitation): string {
  return fill(words.withdrawLabel, { name: person.fullName });
}

function data(visit: Visit, { person }: SentInvitation): SafeHtml | false {
  if (visit.is('withdraw-unhandled', person.memberId)) return false;
  return html` data-withdraw="${person.memberId}" data-withdraw-name="${person.fullName}"`;
}

/** Received invitations: the page is simulated as empty [invented]; an incoming one shows on the profile. */
export function receivedInvitationsPage({ words }: Visit): SafeHtml {
  return sduiPage({
    title: `${words.manageInvitations} | LinkedIn`,
    screen: 'mynetwork.InvitationManagerReceived',
    main: html`<section class="${cls('CARD')}"><h2>${words.manageInvitations}</h2><p>No new invitations</p></section>`,
    words,
  });
}

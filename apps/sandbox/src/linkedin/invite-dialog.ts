import { type Person, profileUrn } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';
import type { ProfileView } from './profile-view.ts';
import { fill } from './words.ts';

/** The invitation dialog of the old front end (facts §3.4, [C]: a real dump). */
function inviteDialog(view: ProfileView, invitee: Person): SafeHtml {
  return html`<div data-test-modal-container data-test-modal-id="send-invite-modal" class="artdeco-modal-overlay" data-invitee="${profileUrn(invitee.memberId)}" data-invitee-name="${invitee.fullName}" data-slug="${view.person.slug}" data-instead="${view.is('note-quota') && 'premium'}" data-afterwards="${view.is('weekly-limit-soft') && 'warning'}">
<div class="artdeco-modal send-invite" role="dialog" aria-labelledby="send-invite-modal">
<button type="button" aria-label="${view.words.dismiss}" data-does="dismiss" class="artdeco-modal__dismiss">×</button>
${chooseStep(view, invitee)}${noteStep(view)}</div></div>`;
}

/** Name and text of the question [C]; that it names the person in bold is invented. */
function chooseStep(view: ProfileView, invitee: Person): SafeHtml {
  const { words } = view;
  const [before = '', after = ''] = words.personalize.split('{name}');
  const blocked = view.is('email-gate') || view.is('how-know');
  const send = view.is('old-send-label') ? 'Send now' : words.sendWithoutNote;
  return html`<div data-step="choose"><h2 id="send-invite-modal">${words.addNoteQuestion}</h2>
<p>${before}<strong>${invitee.fullName}</strong>${after}</p>${view.is('email-gate') && emailGate()}${view.is('how-know') && howKnow(view)}
<div class="artdeco-modal__actionbar"><button type="button" aria-label="${words.addNote}" data-does="note" class="artdeco-button artdeco-button--secondary"><span class="artdeco-button__text">${words.addNote}</span></button><button type="button" aria-label="${send}" data-does="send" class="artdeco-button artdeco-button--primary ${blocked && 'artdeco-button--disabled'}"${blocked && html` disabled`}><span class="artdeco-button__text">${send}</span></button></div></div>`;
}

/** Facts §3.4 [C]. */
function emailGate(): SafeHtml {
  return html`<label for="email">To verify this member knows you, please enter their email to connect.</label><input type="email" id="email">`;
}

/** Facts §3.4 [1]; which input the options are is invented. */
function howKnow({ person }: ProfileView): SafeHtml {
  const options = ['Colleagues', 'Classmates', 'Met at a work-related event', 'Other'];
  return html`<fieldset><legend>How do you know ${person.fullName}?</legend>${options.map(
    (option) => html`<label><input type="radio" name="how">${option}</label>`,
  )}</fieldset>`;
}

/** Facts §3.4 [C]: no maxlength; Send is disabled while the note is empty. */
function noteStep({ words }: ProfileView): SafeHtml {
  return html`<div data-step="note" hidden><h2>${words.addNote}</h2><p>Please limit personal note to 300 characters.</p>
<textarea id="custom-message" name="message" class="connect-button-send-invite__custom-message" placeholder="Ex: We know each other from…"></textarea><p data-counter>0/300</p>
<div class="artdeco-modal__actionbar"><button type="button" aria-label="Cancel adding a note" data-does="choose" class="artdeco-button artdeco-button--secondary">${words.cancel}</button><button type="button" aria-label="${words.sendInvitation}" data-does="send-note" class="artdeco-button artdeco-button--primary artdeco-button--disabled" disabled>${words.send}</button></div></div>`;
}

/**
 * `/preload/custom-invite/?vanityName=` (facts §1.2, [C]): the dialog alone on an old page. GET sends nothing.
 * `invitee` is whom Send invites: the person of the address, unless a switch says otherwise.
 */
export function customInvitePage(viewer: Person, view: ProfileView, invitee: Person): SafeHtml {
  return emberPage({
    title: 'LinkedIn',
    body: inviteDialog(view, invitee),
    viewer,
    words: view.words,
    script: 'custom-invite.js',
  });
}

/** Facts §3.6 [C]: the text and the labels; Ember's is a modal, the new one a native dialog. */
export function withdrawDialogs(view: Pick<ProfileView, 'words'>, ember: boolean): SafeHtml {
  const { words } = view;
  const inner = html`<h2 id="dialog-header">${words.withdrawTitle}</h2><p>${words.withdrawWarning}</p>
<div class="artdeco-modal__actionbar"><button type="button" aria-label="${words.cancel}" data-does="dismiss" class="artdeco-button artdeco-button--secondary">${words.cancel}</button><button type="button" aria-label="${fill(words.withdrawLabel, { name: '{name}' })}" data-does="withdraw" class="artdeco-button artdeco-button--primary">${words.withdraw}</button></div>`;
  const dismiss = html`<button type="button" aria-label="${words.dismiss}" data-does="dismiss" class="artdeco-modal__dismiss">×</button>`;
  return html`<template data-withdraw-dialog>${
    ember
      ? html`<div class="artdeco-modal-overlay"><div class="artdeco-modal" role="dialog" aria-labelledby="dialog-header">${dismiss}${inner}</div></div>`
      : html`<dialog open data-testid="dialog" aria-labelledby="dialog-header">${dismiss}${inner}</dialog>`
  }</template>`;
}

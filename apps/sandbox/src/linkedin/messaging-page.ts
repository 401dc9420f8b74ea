import { type Person, profileUrn } from '../world/person.ts';
import type { Thread, ThreadMessage } from '../world/threads.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';
import { profileHref } from './links.ts';
import type { Visit } from './visit.ts';
import { fill } from './words.ts';

/** What the right-hand pane shows. */
export type Pane =
  | { kind: 'empty' }
  | { kind: 'thread'; thread: Thread }
  /** A new message to a connection. */
  | { kind: 'compose'; recipient: Person }
  /** A new message to nobody yet: pick from the connections. */
  | { kind: 'pick'; connections: readonly Person[] }
  /** A fresh connection seen through the short link: no composer (facts §1.2, [C]). */
  | { kind: 'hello'; recipient: Person }
  /** Not a connection: only paying members may write. */
  | { kind: 'premium'; recipient: Person };

/** Facts §3.7 [C]: about ten rows; further ones are empty until they are asked for. */
const ROWS_AT_ONCE = 10;

/** `/messaging/…` (facts §3.7, [C]: a real dump). */
export function messagingPage(visit: Visit, threads: readonly Thread[], pane: Pane): SafeHtml {
  const active = pane.kind === 'thread' ? pane.thread : null;
  const body = html`<div class="messaging"><aside>${conversationList(visit, threads, active)}</aside><div class="msg-thread">${paneMarkup(visit, pane)}</div></div>`;
  const { words } = visit;
  return emberPage({
    title: 'Messaging | LinkedIn',
    body,
    viewer: visit.account.me,
    words,
    script: 'messaging.js',
  });
}

/** No href and no thread id in the rows: one has to click (the script keeps the ids). */
function conversationList(visit: Visit, threads: readonly Thread[], active: Thread | null): SafeHtml {
  const ids = JSON.stringify(threads.map((thread) => thread.id));
  const isLate = visit.is('late-lists');
  const shown = isLate ? 0 : visit.is('lazy-lists') ? ROWS_AT_ONCE : threads.length;
  const rows = threads.map((thread) => conversationRow(visit, thread, thread === active));
  const later = rows
    .slice(shown)
    .map((row) => html`<template data-later="${isLate ? 'delay' : 'more'}">${row}</template>`);
  const more =
    !isLate &&
    rows.length > shown &&
    html`<button type="button" data-load-more>Load more conversations</button>`;
  return html`${inboxFilters()}<ul class="msg-conversations-container__conversations-list" data-threads="${ids}">${rows.slice(0, shown)}${later}</ul>${more}`;
}

/** Facts §3.7 [C]: the attribute; the pills do nothing here. */
function inboxFilters(): SafeHtml {
  const pills = ['UNREAD', 'JOB', 'CONNECTIONS', 'INMAIL', 'STARRED'];
  return html`<div>${pills.map((pill) => html`<button type="button" data-test-messaging-inbox-filters__filter-pill="${pill}">${pill.toLowerCase()}</button>`)}</div>`;
}

/** The class of unread cards was seen in one month and gone in the next [D]; the label is stable. */
function conversationRow({ words, is }: Visit, thread: Thread, active: boolean): SafeHtml {
  const last = thread.messages.at(-1);
  const isMarked = thread.unread > 0 && !is('unread-unmarked');
  const unread = fill(thread.unread === 1 ? words.unreadOne : words.unreadMany, { n: thread.unread });
  const activeClass = active && 'msg-conversations-container__convo-item-link--active';
  return html`<li class="msg-conversation-listitem"><div class="msg-conversation-card ${isMarked && 'msg-conversation-card__convo-item-container--unread'}"><div class="msg-conversation-listitem__link ${activeClass}" tabindex="0">
<label aria-label="Select conversation with ${thread.person.fullName}"></label>
<h3 class="msg-conversation-listitem__participant-names msg-conversation-card__participant-names">${thread.person.fullName}</h3>
<time class="msg-conversation-card__time-stamp">${last && dayText(last.at)}</time>
<p class="msg-conversation-card__message-snippet">${last?.fromSelf && 'You: '}${last?.text}</p>
${thread.unread > 0 && html`<span aria-label="${unread}"></span>`}</div></div></li>`;
}

function paneMarkup(visit: Visit, pane: Pane): SafeHtml {
  const title = html`<h2>${visit.words.newMessage}</h2>`;
  switch (pane.kind) {
    case 'empty':
      return html`<div class="msg-title-bar"><h2>Messaging</h2></div><p style="padding:18px">No messages yet.</p>`;
    case 'thread':
      return html`<div class="msg-title-bar"><h2 id="thread-detail-jump-target"><a href="${profileHref(pane.thread.person)}">${pane.thread.person.fullName}</a></h2><p>${pane.thread.person.headline}</p></div>${messageList(visit, pane.thread)}${composer(visit, pane.thread.person, pane.thread.id)}`;
    case 'compose':
      return html`<div class="msg-title-bar">${title}<span class="artdeco-pill" data-recipient>${pane.recipient.fullName}</span></div>${messageList(visit, null)}${composer(visit, pane.recipient, null)}`;
    case 'pick':
      return html`<div class="msg-title-bar">${title}<input class="msg-connections-typeahead__search-field" role="combobox" aria-expanded="true" placeholder="Type a name or multiple names">
<ul class="msg-connections-typeahead__result-list-container" role="listbox">${pane.connections.map(suggestion)}</ul></div>`;
    case 'hello':
      return html`<div class="msg-title-bar">${title}<span class="artdeco-pill" data-recipient>${pane.recipient.fullName}</span></div><p style="padding:18px">Say hello to ${pane.recipient.fullName}.</p>`;
    case 'premium':
      return html`<div class="msg-title-bar">${title}</div><div style="padding:18px"><p>Message ${pane.recipient.fullName} with InMail. You are not connected.</p><p><a href="/premium/products/">Try Premium</a></p></div>`;
  }
}

function suggestion(person: Person): SafeHtml {
  return html`<li role="option" data-profile-urn="${profileUrn(person.memberId)}"><dl><dt>${person.fullName} • 1st</dt><dd>${person.headline}</dd></dl></li>`;
}

function messageList({ account: { me }, is }: Visit, thread: Thread | null): SafeHtml {
  const messages = thread?.messages ?? [];
  const events = messages.map((message, i) =>
    messageEvent(me, thread?.person ?? me, message, messages[i - 1]),
  );
  const isLate = thread !== null && is('late-thread', thread.person.memberId);
  const shown = isLate ? html`<template data-later="delay">${events}</template>` : events;
  const quick = thread !== null && is('quick-replies', thread.person.memberId) && quickReplies();
  return html`<div class="msg-s-message-list-container"><ul class="msg-s-message-list-content">${shown}${quick}</ul></div>`;
}

/** Facts §3.7 [C]: one click sends; the texts are invented. */
function quickReplies(): SafeHtml {
  const texts = ['Thanks!', 'Sounds good'];
  return html`<li class="msg-s-message-list__quick-replies-container">${texts.map((text) => html`<button type="button" data-quick-reply>${text}</button>`)}</li>`;
}

/** The name stands on the first bubble of a group only. */
function messageEvent(
  me: Person,
  other: Person,
  message: ThreadMessage,
  before: ThreadMessage | undefined,
): SafeHtml {
  const author = message.fromSelf ? me : other;
  const opensGroup = before?.fromSelf !== message.fromSelf;
  const opensDay = before === undefined || dayText(before.at) !== dayText(message.at);
  return html`<li class="msg-s-message-list__event">${opensDay && html`<time class="msg-s-message-list__time-heading">${dayText(message.at)}</time>`}
<div class="msg-s-event-listitem ${!message.fromSelf && 'msg-s-event-listitem--other'}" data-event-urn="urn:li:msg_message:(${profileUrn(me.memberId)},${message.id})">
${opensGroup && html`<span class="msg-s-message-group__name">${author.fullName}</span> <time class="msg-s-message-group__timestamp">${timeText(message.at)}</time>`}
<div><p class="msg-s-event-listitem__body">${message.text}</p></div></div></li>`;
}

/** The subject makes it InMail (facts §3.8, [C]: that there is one; its name invented). */
function composer(visit: Visit, recipient: Person, threadId: string | null): SafeHtml {
  const { account, words } = visit;
  const is = (name: 'inmail' | 'enter-sends'): boolean => visit.is(name, recipient.memberId);
  return html`<form class="msg-form" data-me="${profileUrn(account.me.memberId)}" data-me-name="${account.me.fullName}" data-recipient-urn="${profileUrn(recipient.memberId)}" data-thread="${threadId}" data-enter-sends="${is('enter-sends') && 'yes'}">
${is('inmail') && html`<input name="subject" placeholder="Subject (optional)">`}
<div class="msg-form__contenteditable" role="textbox" contenteditable="true" aria-multiline="true" aria-label="${words.writeMessage}"><p><br></p></div>
<div class="msg-form__footer"><button type="submit" class="msg-form__send-button artdeco-button artdeco-button--primary" disabled>${words.send}</button></div></form>`;
}

function dayText(at: Date): string {
  return at.toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
}

function timeText(at: Date): string {
  return at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
}

import { type Person, profileUrn } from '../world/person.ts';
import type { Thread, ThreadMessage } from '../world/threads.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';
import { profileHref } from './links.ts';

/** What the right-hand pane shows. */
export type Pane =
  | { kind: 'empty' }
  | { kind: 'thread'; thread: Thread }
  /** A new message to a connection. */
  | { kind: 'compose'; recipient: Person }
  /** A new message to nobody yet: pick from the connections. */
  | { kind: 'pick'; connections: readonly Person[] }
  /** Not a connection: only paying members may write. */
  | { kind: 'premium'; recipient: Person };

/** `/messaging/…` (facts §3.7, [C]: a real dump). */
export function messagingPage(me: Person, threads: readonly Thread[], pane: Pane): SafeHtml {
  const active = pane.kind === 'thread' ? pane.thread : null;
  const body = html`<div class="messaging"><aside>${conversationList(threads, active)}</aside><div class="msg-thread">${paneMarkup(me, pane)}</div></div>`;
  return emberPage({ title: 'Messaging | LinkedIn', body, viewer: me, script: 'messaging.js' });
}

/** No href and no thread id in the rows: one has to click (the script keeps the ids). */
function conversationList(threads: readonly Thread[], active: Thread | null): SafeHtml {
  const ids = JSON.stringify(threads.map((thread) => thread.id));
  return html`<ul class="msg-conversations-container__conversations-list" data-threads="${ids}">${threads.map(
    (thread) => conversationRow(thread, thread === active),
  )}</ul>`;
}

function conversationRow(thread: Thread, active: boolean): SafeHtml {
  const last = thread.messages.at(-1);
  const activeClass = active && 'msg-conversations-container__convo-item-link--active';
  return html`<li class="msg-conversation-listitem"><div class="msg-conversation-card ${thread.unread > 0 && 'msg-conversation-card__convo-item-container--unread'}"><div class="msg-conversation-listitem__link ${activeClass}" tabindex="0">
<label aria-label="Select conversation with ${thread.person.fullName}"></label>
<h3 class="msg-conversation-listitem__participant-names msg-conversation-card__participant-names">${thread.person.fullName}</h3>
<time class="msg-conversation-card__time-stamp">${last && dayText(last.at)}</time>
<p class="msg-conversation-card__message-snippet">${last?.fromSelf && 'You: '}${last?.text}</p>
${thread.unread > 0 && html`<span aria-label="${thread.unread} unread message${thread.unread > 1 && 's'}"></span>`}</div></div></li>`;
}

function paneMarkup(me: Person, pane: Pane): SafeHtml {
  switch (pane.kind) {
    case 'empty':
      return html`<div class="msg-title-bar"><h2>Messaging</h2></div><p style="padding:18px">No messages yet.</p>`;
    case 'thread':
      return html`<div class="msg-title-bar"><h2 id="thread-detail-jump-target"><a href="${profileHref(pane.thread.person)}">${pane.thread.person.fullName}</a></h2><p>${pane.thread.person.headline}</p></div>${messageList(me, pane.thread)}${composer(me, pane.thread.person, pane.thread.id)}`;
    case 'compose':
      return html`<div class="msg-title-bar"><h2>New message</h2><span class="artdeco-pill" data-recipient>${pane.recipient.fullName}</span></div>${messageList(me, null)}${composer(me, pane.recipient, null)}`;
    case 'pick':
      return html`<div class="msg-title-bar"><h2>New message</h2><input class="msg-connections-typeahead__search-field" role="combobox" aria-expanded="true" placeholder="Type a name or multiple names">
<ul class="msg-connections-typeahead__result-list-container" role="listbox">${pane.connections.map(suggestion)}</ul></div>`;
    case 'premium':
      return html`<div class="msg-title-bar"><h2>New message</h2></div><div style="padding:18px"><p>Message ${pane.recipient.fullName} with InMail. You are not connected.</p><p><a href="/premium/products/">Try Premium</a></p></div>`;
  }
}

function suggestion(person: Person): SafeHtml {
  return html`<li role="option" data-profile-urn="${profileUrn(person.memberId)}"><dl><dt>${person.fullName} • 1st</dt><dd>${person.headline}</dd></dl></li>`;
}

function messageList(me: Person, thread: Thread | null): SafeHtml {
  const messages = thread?.messages ?? [];
  return html`<div class="msg-s-message-list-container"><ul class="msg-s-message-list-content">${messages.map(
    (message, i) => messageEvent(me, thread?.person ?? me, message, messages[i - 1]),
  )}</ul></div>`;
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

function composer(me: Person, recipient: Person, threadId: string | null): SafeHtml {
  return html`<form class="msg-form" data-me="${profileUrn(me.memberId)}" data-me-name="${me.fullName}" data-recipient-urn="${profileUrn(recipient.memberId)}" data-thread="${threadId}">
<div class="msg-form__contenteditable" role="textbox" contenteditable="true" aria-multiline="true" aria-label="Write a message…"><p><br></p></div>
<div class="msg-form__footer"><button type="submit" class="msg-form__send-button artdeco-button artdeco-button--primary" disabled>Send</button></div></form>`;
}

function dayText(at: Date): string {
  return at.toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
}

function timeText(at: Date): string {
  return at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
}

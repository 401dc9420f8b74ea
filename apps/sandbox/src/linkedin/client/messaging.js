import { showToast } from './toast.js';
import { newUuid } from './uuid.js';
import { postVoyager } from './voyager.js';
import { label } from './words.js';

const LATE_MS = 900;

const list = document.querySelector('[data-threads]');
const form = document.querySelector('.msg-form');

// Rows have no link: the id of the thread appears in the address only after the click.
const threadIds = JSON.parse(list.dataset.threads);
list.addEventListener('click', (event) => {
  const rows = [...list.querySelectorAll('.msg-conversation-listitem__link')];
  const index = rows.indexOf(event.target.closest('.msg-conversation-listitem__link'));
  if (index >= 0) location.assign(`/messaging/thread/${threadIds[index]}/`);
});

function reveal(kind, count = Number.POSITIVE_INFINITY) {
  const later = [...document.querySelectorAll(`template[data-later="${kind}"]`)].slice(0, count);
  for (const template of later) template.replaceWith(template.content);
}

setTimeout(() => reveal('delay'), LATE_MS);
const loadMore = document.querySelector('[data-load-more]');
loadMore?.addEventListener('click', () => {
  reveal('more', 10);
  loadMore.hidden = !document.querySelector('template[data-later="more"]');
});

for (const option of document.querySelectorAll('[role=option][data-profile-urn]')) {
  option.addEventListener('click', () => {
    location.assign(`/messaging/thread/new/?recipient=${encodeURIComponent(option.dataset.profileUrn)}`);
  });
}

const search = document.querySelector('.msg-connections-typeahead__search-field');
search?.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase();
  for (const option of document.querySelectorAll('[role=option]')) {
    option.hidden = !option.textContent.toLowerCase().includes(wanted);
  }
});

/** The composer's text, a line for each paragraph and break. An empty one has innerText of length 1. */
function composedText(box) {
  const blocks = box.children.length > 0 ? [...box.children] : [box];
  return blocks.map(linesOf).join('\n').replaceAll('\u00a0', ' ');
}

function linesOf(block) {
  // biome-ignore lint/performance/useDomNodeTextContent: the line breaks are the rendered ones
  return block.innerText.replace(/\n$/, '');
}

function append(tag, className, text, parent) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  parent.append(node);
  return node;
}

function showSent(text, messageUrn) {
  const events = document.querySelector('.msg-s-message-list-content');
  const event = append('li', 'msg-s-message-list__event', '', events);
  const item = append('div', 'msg-s-event-listitem', '', event);
  item.dataset.eventUrn = messageUrn;
  append('span', 'msg-s-message-group__name', form.dataset.meName, item);
  append('p', 'msg-s-event-listitem__body', text, append('div', '', '', item));
  event.scrollIntoView();
}

async function send(text, box, button) {
  button.disabled = true;
  const { me, recipientUrn, thread } = form.dataset;
  const target = thread
    ? { conversationUrn: `urn:li:msg_conversation:(${me},${thread})` }
    : { hostRecipientUrns: [recipientUrn] };
  const message = {
    body: { attributes: [], text },
    renderContentUnions: [],
    originToken: newUuid(),
    ...(thread ? target : {}),
  };
  const { ok, answer } = await postVoyager(
    'voyagerMessagingDashMessengerMessages?action=createMessage',
    {
      message,
      mailboxUrn: me,
      trackingId: newUuid(),
      dedupeByClientGeneratedToken: false,
      ...(thread ? {} : target),
    },
    'application/json',
  );
  if (!ok) {
    button.disabled = false;
    showToast(document, 'error', label('messageNotSent'));
    return;
  }
  box.innerHTML = '<p><br></p>';
  showSent(text, answer.value.entityUrn);
  form.dataset.thread = answer.value.conversationUrn.replace(/^.*,|\)$/g, '');
  history.replaceState(null, '', `/messaging/thread/${form.dataset.thread}/`);
}

if (form) {
  const box = form.querySelector('.msg-form__contenteditable');
  const button = form.querySelector('.msg-form__send-button');
  const showState = () => {
    button.disabled = composedText(box).trim() === '';
  };
  box.addEventListener('input', showState);
  // What was typed before this script came.
  showState();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(composedText(box), box, button);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || form.dataset.enterSends !== 'yes') return;
    event.preventDefault();
    send(composedText(box), box, button);
  });
  for (const quick of document.querySelectorAll('[data-quick-reply]')) {
    quick.addEventListener('click', () => send(quick.textContent, box, button));
  }
  box.focus();
}

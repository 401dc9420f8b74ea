/** Hand-made pages of the invented Mara Quill, each with one trap of the LinkedIn facts. For tests. */

const KEY = 'com.linkedin.sdui.profile.card.refACoAAEX1Topcard';

/** Facts §3.4: the invitation dialog; `buttons` replaces its last row. */
export function inviteDialog(buttons = SEND_BUTTON, body = ''): string {
  return `<div data-test-modal-container data-test-modal-id="send-invite-modal"><div class="artdeco-modal send-invite" role="dialog"><h2>Add a note to your invitation?</h2>${body}<button aria-label="Dismiss">×</button><button aria-label="Add a note">Add a note</button>${buttons}</div></div>`;
}

export const SEND_BUTTON =
  '<button class="artdeco-button--primary" aria-label="Send without a note" onclick="send()"><span>Send without a note</span></button>';

export const CONNECT_BUTTON =
  '<button aria-label="Invite Mara Quill to connect" onclick="connect()"><span><span>Connect</span></span></button>';

export const PENDING_LINK =
  '<a href="/in/mara-quill/" aria-label="Pending, click to withdraw invitation sent to Mara Quill"><span>Pending</span></a>';

export const MESSAGE_LINK = '<a href="/messaging/compose/?recipient=ACoAAEX1"><span>Message</span></a>';

/** Posts the invitation as the site does; `after` runs in the page when the answer is there. */
export function sendScript(after: string): string {
  return `function send(){fetch('/voyager/api/voyagerRelationshipsDashMemberRelationships?action=verifyQuotaAndCreateV2',{method:'POST'}).then(()=>{${after}})}`;
}

interface ProfilePage {
  actions: string;
  /** Default "· 2nd", with "· 1st" hidden beside it. */
  degree?: string;
  name?: string;
  /** Outside the top card, inside `main`. */
  aside?: string;
  /** `connect()` is called by the Connect button. */
  script?: string;
}

/** Facts §3.1: a profile whose wrong degree is in the DOM, hidden by style. */
export function profilePage(page: ProfilePage): string {
  const { actions, degree = '· 2nd', name = 'Mara Quill', aside = '', script = '' } = page;
  return `<!doctype html><html lang="en"><head><style>.away{display:none}</style></head><body>
<main id="workspace"><div><section componentkey="${KEY}" id="${KEY}"><a href="/in/mara-quill/"><h2>${name}</h2></a>
<div class="away"><p>· 1st</p></div><p>${degree}</p><div id="row">${actions}</div></section></div>${aside}</main>
<div id="portal"></div><div id="interop-outlet"></div>
<script>const row=document.querySelector('#row'),portal=document.querySelector('#portal');
const show=(html)=>{portal.insertAdjacentHTML('beforeend',html)};
const showPending=()=>{portal.replaceChildren();row.innerHTML=${JSON.stringify(PENDING_LINK)}};
${script}</script></body></html>`;
}

/** Facts §3.5: the alert's header and warning nodes carry either text. */
export function limitAlert(text: string): string {
  return `<div role="dialog" class="artdeco-modal ip-fuse-limit-alert"><h2 id="ip-fuse-limit-alert__header" class="ip-fuse-limit-alert__header">${text}</h2><button aria-label="Got it">Got it</button></div>`;
}

interface MessagingPage {
  recipient?: string;
  draft?: string;
  extra?: string;
  /** What Send does instead of sending. */
  onSend?: string;
}

/** Facts §3.7: a thread kept in the page's own storage. Enter alone sends at once, as in "Press Enter to Send". */
export function messagingPage(page: MessagingPage): string {
  const { recipient = 'Mara Quill', draft = '<br>', extra = '', onSend = 'sent(box.innerText)' } = page;
  return `<!doctype html><html lang="en"><body><div class="msg-thread"><div class="msg-title-bar"><h2>New message</h2><span class="artdeco-pill">${recipient}</span></div>
<ul class="msg-s-message-list-content"></ul><form class="msg-form" onsubmit="return false">${extra}
<div class="msg-form__contenteditable" role="textbox" contenteditable="true" style="white-space:pre-wrap"><p>${draft}</p></div>
<button type="submit" class="msg-form__send-button" onclick="send()">Send</button></form></div>
<script>const list=document.querySelector('ul'),box=document.querySelector('[role=textbox]');
const store=()=>JSON.parse(localStorage.getItem('thread')||'[]');
const render=()=>{list.replaceChildren(...store().map((text)=>{const li=document.createElement('li');li.className='msg-s-message-list__event';li.innerHTML='<div class="msg-s-event-listitem"><p class="msg-s-event-listitem__body" style="white-space:pre-wrap"></p></div>';li.querySelector('p').textContent=text;return li}))};
const sent=(text)=>{localStorage.setItem('thread',JSON.stringify([...store(),text.replace(/\\n{3}/g,"\\n\\n").trim()]));box.innerHTML='<p><br></p>';render()};
const toast=()=>document.body.insertAdjacentHTML('beforeend','<div data-test-artdeco-toast-item-type="error">Not sent.</div>');
function send(){${onSend}}
box.addEventListener('keydown',(event)=>{if(event.key==='Enter'&&!event.shiftKey){event.preventDefault();send()}});
render();</script></body></html>`;
}

import { postVoyager } from './voyager.js';

const INVITE_PATH =
  'voyagerRelationshipsDashMemberRelationships?action=verifyQuotaAndCreateV2&decorationId=com.linkedin.voyager.dash.deco.relationships.InvitationCreationResultWithInvitee-2';

/** Reads the dialog of a person from the page that shows it alone. */
export async function fetchDialog(slug) {
  const response = await fetch(`/preload/custom-invite/?vanityName=${encodeURIComponent(slug)}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return page.querySelector('[data-test-modal-container]');
}

/** Makes the dialog work. `root` is the document or the shadow root it lives in. */
export function wireDialog(root, container, onSent) {
  const find = (selector) => container.querySelector(selector);
  const close = () => container.remove();
  const send = async (note) => {
    close();
    await sendInvite(root, container.dataset, note, onSent);
  };
  find('[aria-label="Dismiss"]').addEventListener('click', close);
  find('[aria-label="Send without a note"]').addEventListener('click', () => send(null));
  const showStep = (step) => {
    for (const part of container.querySelectorAll('[data-step]')) part.hidden = part.dataset.step !== step;
  };
  find('[aria-label="Add a note"]').addEventListener('click', () => showStep('note'));
  find('[aria-label="Cancel adding a note"]').addEventListener('click', () => showStep('choose'));
  const note = find('#custom-message');
  const sendWithNote = find('[aria-label="Send invitation"]');
  note.addEventListener('input', () => {
    find('[data-counter]').textContent = `${note.value.length}/300`;
    sendWithNote.disabled = note.value.trim() === '' || note.value.length > 300;
    sendWithNote.classList.toggle('artdeco-button--disabled', sendWithNote.disabled);
  });
  sendWithNote.addEventListener('click', () => send(note.value));
}

/** Sends and shows what came of it: a toast, or the weekly-limit dialog. */
export async function sendInvite(root, { invitee, inviteeName }, note, onSent) {
  const body = {
    invitee: { inviteeUnion: { memberProfile: invitee } },
    ...(note === null ? {} : { customMessage: note }),
  };
  const { ok, answer } = await postVoyager(INVITE_PATH, body);
  if (ok) {
    showToast(root, 'success', `Invitation sent to ${inviteeName}`);
    onSent();
    return;
  }
  if (answer.data?.code === 'FUSE_LIMIT_EXCEEDED') showWeeklyLimit(root);
  else showToast(root, 'error', refusalText(answer.data?.code, inviteeName));
}

function refusalText(code, name) {
  return code === 'CANT_RESEND_YET'
    ? `Invitation not sent to ${name}. You can resend an invitation 3 weeks after withdrawing it.`
    : `Invitation not sent to ${name}. Please try again later.`;
}

function element(tag, attributes, children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function showToast(root, type, text) {
  const message = element('p', { class: 'artdeco-toast-item__message' }, [text]);
  const attributes = { class: 'artdeco-toast-item', 'data-test-artdeco-toast-item-type': type };
  root.querySelector('#artdeco-toasts').append(element('div', attributes, [message]));
}

function showWeeklyLimit(root) {
  const header = element('h2', { id: 'ip-fuse-limit-alert__header', class: 'ip-fuse-limit-alert__header' }, [
    'You’ve reached the weekly invitation limit',
  ]);
  const warning = element('div', { class: 'ip-fuse-limit-alert__warning' }, [
    'You can send more invitations next week.',
  ]);
  const button = element(
    'button',
    { type: 'button', 'aria-label': 'Got it', class: 'artdeco-button artdeco-button--primary' },
    ['Got it'],
  );
  const bar = element('div', { class: 'artdeco-modal__actionbar' }, [button]);
  const dialog = element(
    'div',
    {
      role: 'dialog',
      class: 'artdeco-modal ip-fuse-limit-alert',
      'aria-labelledby': 'ip-fuse-limit-alert__header',
    },
    [header, warning, bar],
  );
  const overlay = element('div', { class: 'artdeco-modal-overlay' }, [dialog]);
  button.addEventListener('click', () => overlay.remove());
  root.querySelector('#interop-modal').append(overlay);
}

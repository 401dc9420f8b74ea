import { showLimitAlert, showPremium } from './limit-alert.js';
import { showToast } from './toast.js';
import { postVoyager } from './voyager.js';
import { label } from './words.js';

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
  const does = (name) => container.querySelector(`[data-does="${name}"]`);
  const close = () => container.remove();
  const send = async (note) => {
    close();
    await sendInvite(root, container.dataset, note, onSent);
  };
  does('dismiss').addEventListener('click', close);
  does('send').addEventListener('click', () => send(null));
  const showStep = (step) => {
    for (const part of container.querySelectorAll('[data-step]')) part.hidden = part.dataset.step !== step;
  };
  does('note').addEventListener('click', () => showStep('note'));
  does('choose').addEventListener('click', () => showStep('choose'));
  for (const option of container.querySelectorAll('[name="how"]')) {
    option.addEventListener('change', () => {
      does('send').disabled = false;
    });
  }
  wireNote(container, does('send-note'), send);
}

function wireNote(container, sendWithNote, send) {
  const note = container.querySelector('#custom-message');
  note.addEventListener('input', () => {
    container.querySelector('[data-counter]').textContent = `${note.value.length}/300`;
    sendWithNote.disabled = note.value.trim() === '' || note.value.length > 300;
    sendWithNote.classList.toggle('artdeco-button--disabled', sendWithNote.disabled);
  });
  sendWithNote.addEventListener('click', () => send(note.value));
}

/** Sends and shows what came of it: a toast, or the weekly-limit dialog. */
export async function sendInvite(root, { invitee, inviteeName, instead, afterwards }, note, onSent) {
  if (instead === 'premium') {
    showPremium(root);
    return;
  }
  const body = {
    invitee: { inviteeUnion: { memberProfile: invitee } },
    ...(note === null ? {} : { customMessage: note }),
  };
  const { ok, status, answer } = await postVoyager(INVITE_PATH, body);
  if (ok) {
    showToast(root, 'success', label('invitationSent', { name: inviteeName }));
    if (afterwards === 'warning') showLimitAlert(root, false);
    onSent();
    return;
  }
  const code = answer.data?.code;
  if (code === 'FUSE_LIMIT_EXCEEDED') showLimitAlert(root, true);
  // The page is optimistic about a mere request rate (facts §4.4, [1]).
  else if (status === 429) onSent();
  else
    showToast(
      root,
      'error',
      label(code === 'CANT_RESEND_YET' ? 'resendLater' : 'invitationNotSent', { name: inviteeName }),
    );
}

import { showToast } from './toast.js';
import { csrfToken } from './voyager.js';
import { label } from './words.js';

const WITHDRAW =
  '/flagship-web/rsc-action/actions/server-request?sduiid=com.linkedin.sdui.requests.mynetwork.addaWithdrawInvitation';

/**
 * A mouse click on Pending or Withdraw opens the dialog of facts §3.6; Enter does nothing there either.
 * `onWithdrawn(memberId)` follows. Controls without data-withdraw are not handled: their link is followed.
 */
export function wireWithdrawals(root, onWithdrawn) {
  document.addEventListener('click', (event) => {
    const control = event.target instanceof Element ? event.target.closest('[data-withdraw]') : null;
    if (!control) return;
    event.preventDefault();
    if (event.detail > 0) openDialog(root, control.dataset, onWithdrawn);
  });
}

function openDialog(root, { withdraw: memberId, withdrawName: name }, onWithdrawn) {
  const content = document.querySelector('[data-withdraw-dialog]').content.cloneNode(true);
  const dialog = content.firstElementChild;
  const button = dialog.querySelector('[data-does="withdraw"]');
  button.setAttribute('aria-label', label('withdrawLabel', { name }));
  document.body.append(dialog);
  for (const dismiss of dialog.querySelectorAll('[data-does="dismiss"]')) {
    dismiss.addEventListener('click', () => dialog.remove());
  }
  button.addEventListener('click', async () => {
    dialog.remove();
    const response = await fetch(WITHDRAW, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json', 'csrf-token': csrfToken() },
      body: JSON.stringify({ memberId }),
    });
    if (!response.ok) {
      showToast(root, 'error', label('notWithdrawn'));
      return;
    }
    showToast(root, 'success', label('invitationWithdrawn', { name }));
    onWithdrawn(memberId);
  });
}

import { fetchDialog, sendInvite, wireDialog } from './invite.js';

const INVITE_LINK = 'a[href^="/preload/"][href*="custom-invite/"]';

/** Opens the dialog in the interop layer for every Connect link of the page; `onSent(slug)` follows. */
export function wireConnectLinks(onSent) {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest(INVITE_LINK) : null;
    if (!link) return;
    event.preventDefault();
    invite(link, onSent);
  });
}

async function invite(link, onSent) {
  const slug = new URL(link.href).searchParams.get('vanityName');
  const root = document.querySelector('#interop-outlet').shadowRoot;
  const dialog = await fetchDialog(slug);
  if (link.dataset.sends === 'directly') {
    await sendInvite(root, dialog.dataset, null, () => onSent(slug));
    return;
  }
  root.querySelector('#interop-modal').replaceChildren(dialog);
  wireDialog(root, dialog, () => onSent(slug));
}

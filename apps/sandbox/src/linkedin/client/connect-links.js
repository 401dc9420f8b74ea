import { fetchDialog, sendInvite, wireDialog } from './invite.js';
import { element, oldLayer } from './toast.js';

/** Does for every Connect control of the page what its person's switches say; `onSent(slug)` follows. */
export function wireConnectLinks(onSent) {
  document.addEventListener('click', (event) => {
    const control = event.target instanceof Element ? event.target.closest('[data-invite]') : null;
    if (!control || control.dataset.dialog === 'own-page') {
      if (control && !control.hasAttribute('href')) location.assign(invitePage(control.dataset.invite));
      return;
    }
    event.preventDefault();
    invite(control.dataset, onSent);
  });
  window.addEventListener('message', ({ data, origin }) => {
    if (origin === location.origin && data?.sentTo) onSent(data.sentTo);
  });
}

function invitePage(slug) {
  return `/preload/custom-invite/?vanityName=${encodeURIComponent(slug)}`;
}

async function invite({ invite: slug, dialog: kind }, onSent) {
  if (kind === 'dead') return;
  if (kind === 'iframe') {
    showFrame(slug);
    return;
  }
  const root = kind === 'shadow' || kind === 'none' ? oldLayer() : document;
  const dialog = await fetchDialog(slug);
  const sent = () => onSent(slug);
  if (kind === 'none') {
    await sendInvite(root, dialog.dataset, null, sent);
    return;
  }
  const layer = root.querySelector('#interop-modal') ?? document.body.appendChild(oldRegions());
  layer.append(kind === 'native' ? asNative(dialog) : dialog);
  wireDialog(root, dialog, sent);
}

/** New pages have these in the shadow root only; a dialog in the page itself brings its own. */
function oldRegions() {
  const toasts = element('section', { id: 'artdeco-toasts', role: 'alert' }, []);
  document.body.append(toasts);
  return element('div', { id: 'interop-modal' }, []);
}

function showFrame(slug) {
  const attributes = { 'data-testid': 'interop-iframe', src: invitePage(slug) };
  const frame = element('iframe', attributes, []);
  frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:900';
  document.body.append(frame);
}

/** The same dialog as a native one, which no [role=dialog] finds (facts §3.0). */
function asNative(container) {
  const modal = container.querySelector('[role="dialog"]');
  const dialog = element(
    'dialog',
    { open: '', 'data-testid': 'dialog', 'aria-labelledby': 'send-invite-modal' },
    [...modal.childNodes],
  );
  modal.replaceWith(dialog);
  return container;
}

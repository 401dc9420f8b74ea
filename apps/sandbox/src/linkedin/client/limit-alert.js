import { element } from './toast.js';
import { label } from './words.js';

/** The alert with either text: the hard stop has a warning node, the soft one was sent (facts §3.5, [D]). */
export function showLimitAlert(root, isHard) {
  const header = element('h2', { id: 'ip-fuse-limit-alert__header', class: 'ip-fuse-limit-alert__header' }, [
    label(isHard ? 'weeklyLimit' : 'weeklyLimitNear'),
  ]);
  const warning = element('div', { class: 'ip-fuse-limit-alert__warning' }, ['🔒']);
  const attributes = {
    type: 'button',
    'aria-label': label('gotIt'),
    class: 'artdeco-button artdeco-button--primary',
  };
  const button = element('button', attributes, [label('gotIt')]);
  const bar = element('div', { class: 'artdeco-modal__actionbar' }, [button]);
  const dialog = element(
    'div',
    {
      role: 'dialog',
      class: 'artdeco-modal ip-fuse-limit-alert',
      'aria-labelledby': 'ip-fuse-limit-alert__header',
    },
    [header, ...(isHard ? [warning] : []), bar],
  );
  const overlay = element('div', { class: 'artdeco-modal-overlay' }, [dialog]);
  button.addEventListener('click', () => overlay.remove());
  root.querySelector('#interop-modal').append(overlay);
}

/** What comes instead of sending when the free notes are used up (facts §3.4, [C]; the text invented). */
export function showPremium(root) {
  const link = element('a', { href: '/premium/products/' }, ['Try Premium']);
  const dialog = element('div', { role: 'dialog', class: 'artdeco-modal' }, [
    element('h2', {}, ['No free personalized invitations left']),
    link,
  ]);
  root.querySelector('#interop-modal').append(element('div', { class: 'artdeco-modal-overlay' }, [dialog]));
}

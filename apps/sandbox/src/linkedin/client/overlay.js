import { element, oldLayer } from './toast.js';
import { label } from './words.js';

/** Message with `message-overlay`: a bubble in the interop layer, the address stays (facts §3.8, [C]). It does not send. */
export function wireOverlays() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('[data-overlay="bubble"]') : null;
    if (!link) return;
    event.preventDefault();
    oldLayer()
      .querySelector('#interop-modal')
      .append(bubble(document.title.split(' | ')[0]));
  });
}

function bubble(name) {
  const close = element('button', { 'aria-label': `Close your draft conversation with ${name}` }, ['×']);
  const header = element('header', {}, [
    element('h2', { class: 'msg-overlay-bubble-header__title' }, [name]),
    close,
  ]);
  const box = element(
    'div',
    {
      class: 'msg-form__contenteditable',
      role: 'textbox',
      contenteditable: 'true',
      'aria-label': label('writeMessage'),
    },
    [element('p', {}, [element('br', {}, [])])],
  );
  const form = element('form', { class: 'msg-form' }, [box]);
  const overlay = element(
    'div',
    { class: 'msg-overlay-conversation-bubble msg-overlay-conversation-bubble--is-active' },
    [header, form],
  );
  close.addEventListener('click', () => overlay.remove());
  return overlay;
}

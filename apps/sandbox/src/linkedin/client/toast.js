export function element(tag, attributes, children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** The document, or the shadow root in which new pages show what is old. */
export function oldLayer() {
  return document.querySelector('#interop-outlet')?.shadowRoot ?? document;
}

export function showToast(root, type, text) {
  const message = element('p', { class: 'artdeco-toast-item__message' }, [text]);
  const attributes = { class: 'artdeco-toast-item', 'data-test-artdeco-toast-item-type': type };
  root.querySelector('#artdeco-toasts').append(element('div', attributes, [message]));
}

import { wireDialog } from './invite.js';

const container = document.querySelector('[data-test-modal-container]');
const { slug } = container.dataset;
wireDialog(document, container, () => {
  if (parent !== window) parent.postMessage({ sentTo: slug }, location.origin);
});

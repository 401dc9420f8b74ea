import { wireDialog } from './invite.js';

const container = document.querySelector('[data-test-modal-container]');
wireDialog(document, container, () => {});

import { wireConnectLinks } from './connect-links.js';
import { wireOverlays } from './overlay.js';
import { oldLayer } from './toast.js';
import { postVoyager } from './voyager.js';
import { wireWithdrawals } from './withdraw.js';

const portal = document.querySelector('[data-floating-ui-portal]');
const workspace = document.querySelector('#workspace');
const sticky = document.querySelector('[data-sticky]');
const ownSlug = decodeURIComponent(location.pathname.split('/')[2] ?? '');

function pendingNode() {
  return document.querySelector('[data-pending-node]').content.cloneNode(true);
}

/** After a send the control becomes Pending without a reload. */
function showPending(slug) {
  if (slug !== ownSlug) return;
  closeMenu();
  const own = [...document.querySelectorAll(`main [data-invite="${CSS.escape(slug)}"]`)];
  for (const control of own) control.replaceWith(pendingNode());
  if (own.length > 0) return;
  for (const more of document.querySelectorAll('[data-opens="more"]')) more.before(pendingNode());
}

function toggleMenu(button) {
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  closeMenu();
  if (isOpen) return;
  button.setAttribute('aria-expanded', 'true');
  portal.append(document.querySelector('[data-more-menu]').content.cloneNode(true));
  const { left, bottom } = button.getBoundingClientRect();
  const menu = portal.querySelector('[role=menu]');
  menu.style.left = `${left}px`;
  menu.style.top = `${bottom + 4}px`;
}

function closeMenu() {
  portal?.replaceChildren();
  for (const button of document.querySelectorAll('[data-opens="more"]')) {
    button.setAttribute('aria-expanded', 'false');
  }
}

/** Ember's menu is beside its button. */
function toggleDropdown(button) {
  const content = button.nextElementSibling;
  content.hidden = !content.hidden;
  content.classList.toggle('artdeco-dropdown__content--is-open', !content.hidden);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-opens="more"]');
  const dropdown = event.target.closest?.('[data-opens-dropdown]');
  if (button) toggleMenu(button);
  else if (dropdown) toggleDropdown(dropdown);
  else closeMenu();
});
for (const button of document.querySelectorAll('[data-answer]')) {
  button.addEventListener('click', async () => {
    const { invitation, answer } = button.dataset;
    const path = `voyagerRelationshipsDashInvitations/${encodeURIComponent(invitation)}?action=${answer}`;
    await postVoyager(path, { invitationType: 'CONNECTION' });
    location.reload();
  });
}
workspace?.addEventListener('scroll', () => {
  sticky.className = sticky.className.split(' ')[0];
  if (workspace.scrollTop < 320 && sticky.dataset.sticky) sticky.classList.add(sticky.dataset.sticky);
});
wireConnectLinks(showPending);
wireWithdrawals(oldLayer(), (memberId) => {
  for (const control of document.querySelectorAll(`main [data-withdraw="${memberId}"]`)) control.remove();
});
wireOverlays();

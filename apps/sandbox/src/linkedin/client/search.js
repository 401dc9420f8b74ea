import { wireConnectLinks } from './connect-links.js';
import { label } from './words.js';

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-page]');
  if (!button) return;
  const target = new URL(location.href);
  target.searchParams.set('page', button.dataset.page);
  location.assign(target);
});

/** The card's Connect becomes Pending. */
function showPending(slug) {
  for (const link of document.querySelectorAll('[data-invite]')) {
    if (link.dataset.invite !== slug) continue;
    link.removeAttribute('data-invite');
    link.removeAttribute('aria-label');
    link.setAttribute('href', `/in/${encodeURIComponent(slug)}/`);
    link.textContent = label('pending');
  }
}

wireConnectLinks(showPending);

import { wireConnectLinks } from './connect-links.js';

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-page]');
  if (!button) return;
  const target = new URL(location.href);
  target.searchParams.set('page', button.dataset.page);
  location.assign(target);
});

/** The card's Connect becomes Pending. */
function showPending(slug) {
  for (const link of document.querySelectorAll('a[href^="/preload/search-custom-invite/"]')) {
    if (new URL(link.href).searchParams.get('vanityName') !== slug) continue;
    const name = link.getAttribute('aria-label').replace(/^Invite (.*) to connect$/, '$1');
    link.setAttribute('aria-label', `Pending, click to withdraw invitation sent to ${name}`);
    link.setAttribute('href', `/in/${encodeURIComponent(slug)}/`);
    link.textContent = 'Pending';
  }
}

wireConnectLinks(showPending);

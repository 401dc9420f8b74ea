// New events appear at the top of every list marked data-live; the sections marked data-refresh are
// fetched again after something happened, at most every few seconds.
const REFRESH_MS = 3000;
const list = document.querySelector('[data-live]');
const liveBadge = document.querySelector('[data-live-state]');
let refreshPlanned = false;

if (list) listen(list);

function listen(events) {
  const source = new EventSource(`/events?after=${encodeURIComponent(events.dataset.live)}`);
  source.onopen = () => showLive(true);
  source.onerror = () => showLive(false);
  source.onmessage = ({ data }) => {
    events.insertAdjacentHTML('afterbegin', JSON.parse(data).html);
    events.firstElementChild.classList.add('fresh');
    while (events.childElementCount > Number(events.dataset.keep)) events.lastElementChild.remove();
    refreshSoon();
  };
  addEventListener('pagehide', () => source.close());
}

function showLive(connected) {
  if (liveBadge) liveBadge.hidden = !connected;
}

function refreshSoon() {
  if (refreshPlanned || !document.querySelector('[data-refresh]')) return;
  refreshPlanned = true;
  setTimeout(() => {
    refreshPlanned = false;
    if (document.visibilityState === 'visible') refresh();
  }, REFRESH_MS);
}

async function refresh() {
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const section of document.querySelectorAll('[data-refresh]')) {
    const newer = page.querySelector(`[data-refresh="${section.dataset.refresh}"]`);
    // Somebody may be about to press a button in it.
    if (newer && !section.contains(document.activeElement)) section.replaceWith(newer);
  }
}

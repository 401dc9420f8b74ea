// Keys for the approvals: what they do, the buttons do, too.
const cards = [...document.querySelectorAll('[data-waiting]')];
const PLACE = 'approvals-place';
const all = document.querySelector('[data-select-all]');

if (all) {
  all.hidden = false;
  all.querySelector('input').addEventListener('change', ({ target }) => {
    for (const box of document.querySelectorAll('[data-select]')) box.checked = target.checked;
  });
}
// After a decision the next one has moved up into its place.
const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
const faulty = document.querySelector('[data-waiting] [aria-invalid]');
if (faulty) faulty.focus();
else if (place !== null && cards.length) go(Number(place));
document.addEventListener('submit', ({ target }) => {
  const card = target.closest('[data-waiting]');
  if (card) sessionStorage.setItem(PLACE, String(cards.indexOf(card)));
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !cards.length) return;
  if (event.key === 'Escape') return leave();
  if (event.target.closest('input:not([type=checkbox]), textarea, select')) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(current());
});

const KEYS = {
  j: () => go(cards.indexOf(current()) + 1),
  k: () => go(cards.indexOf(current()) - 1),
  a: (card) => card?.querySelector('[data-approve]')?.requestSubmit(),
  e: (card) => card?.querySelector('textarea')?.focus(),
  r: reject,
  x: (card) => card?.querySelector('[data-select]')?.click(),
};

function current() {
  return document.activeElement?.closest('[data-waiting]') ?? null;
}

function go(index) {
  const card = cards[Math.max(0, Math.min(cards.length - 1, index))];
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: 'nearest' });
}

function reject(card) {
  const details = card?.querySelector('[data-reject]');
  if (!details) return;
  details.open = true;
  details.querySelector('input[name=reason]').focus();
}

function leave() {
  current()?.focus({ preventScroll: true });
}

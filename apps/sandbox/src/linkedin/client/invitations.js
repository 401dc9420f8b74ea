import { oldLayer } from './toast.js';
import { wireWithdrawals } from './withdraw.js';

const LATE_MS = 900;
const scroller = document.querySelector('#workspace') ?? document.scrollingElement;

function reveal(templates) {
  for (const template of templates) template.replaceWith(template.content);
}

const late = [...document.querySelectorAll('template[data-later="delay"]')];
setTimeout(() => reveal(late), LATE_MS);

/** Ten more rows each time the end of the list comes near. */
function revealNext() {
  reveal([...document.querySelectorAll('template[data-later="scroll"]')].slice(0, 10));
}
(scroller === document.scrollingElement ? document : scroller).addEventListener('scroll', () => {
  const { scrollTop, clientHeight, scrollHeight } = scroller;
  if (scrollTop + clientHeight > scrollHeight - 80) setTimeout(revealNext, 150);
});

wireWithdrawals(oldLayer(), (memberId) => {
  const row = document.querySelector(`[data-withdraw="${memberId}"]`)?.closest('[role="listitem"], li');
  row?.remove();
  const pill = document.querySelector('[data-pill]');
  if (pill) pill.textContent = String(Number(pill.textContent) - 1);
});

// The box in the head of a table ticks every box of its page.
const tickAll = document.querySelector('[data-tick-all]');

if (tickAll) {
  const boxes = [...document.querySelectorAll('input[name="lead"]')];
  tickAll.hidden = false;
  tickAll.addEventListener('change', () => {
    for (const box of boxes) box.checked = tickAll.checked;
  });
}

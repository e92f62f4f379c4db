// Long lists: drawn as far as they are scrolled, and in full before printing.

const CHUNK = 100;
let pending = null; // draws the next part of the list; false if there is none

/** Fills a container with `draw(item)` of each item, a part at a time. */
function drawLazily(container, items, draw) {
  let drawn = 0;
  const more = () => {
    if (drawn >= items.length) return false;
    const part = document.createDocumentFragment();
    items.slice(drawn, drawn + CHUNK).forEach((item) => part.append(draw(item)));
    drawn += CHUNK;
    container.append(part);
    watch();
    return true;
  };
  const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), {
    rootMargin: '1200px',
  });
  const watch = () => {
    watcher.disconnect();
    if (container.lastElementChild && drawn < items.length) watcher.observe(container.lastElementChild);
  };
  pending = more;
  more();
}

/** Draws until the condition holds or everything is drawn. */
function drawUntil(holds) {
  while (pending && !holds() && pending());
}

function forgetPending() {
  pending = null;
}

window.addEventListener('beforeprint', () => {
  drawUntil(() => false);
  document.querySelectorAll('main details.print').forEach((one) => {
    one.fill?.();
    one.open = true;
  });
});

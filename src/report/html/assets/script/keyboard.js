// Keys: what every page does with them. A page has its own `keys`, which it lists, and `keyActions`.

function toggleKeys() {
  const dialog = byId('keys');
  if (dialog.open) {
    dialog.close();
    return;
  }
  dialog.replaceChildren();
  add(dialog, [
    element('h2', { id: 'keys-title' }, 'Keys'),
    element(
      'dl',
      {},
      keys.map(([key, what]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)]),
    ),
    button('Close', {}, () => dialog.close()),
  ]);
  dialog.showModal();
}

/** Focuses the search box; if the view has none, that of the view `instead`. */
function toSearch(instead) {
  const focus = () => byId('search')?.focus();
  if (byId('search')) {
    focus();
    return;
  }
  // The view is drawn by a listener that was registered earlier.
  window.addEventListener('hashchange', focus, { once: true });
  location.hash = instead;
}

/** Moves the focus among the items of the view. */
function step(by) {
  const items = () =>
    [...document.querySelectorAll('main [data-item]')].filter((one) => one.offsetParent !== null);
  let all = items();
  const now = all.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
  if (now + by >= all.length && pending && pending()) all = items();
  const next = all[now < 0 ? 0 : Math.min(Math.max(now + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
  const isTyping = event.target.matches('input, select, textarea');
  if (isTyping) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const act = keyActions[event.key];
  // An action that does nothing leaves the key to the browser.
  if (act && act(event) !== false) event.preventDefault();
});

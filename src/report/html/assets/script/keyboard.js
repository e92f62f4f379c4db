// Keys.

const keys = [
  ['/', 'search'],
  ['j  k', 'next, previous item'],
  ['Enter', 'open the item'],
  ['Esc', 'back'],
  ['1  2  3', 'overview, findings, scenarios'],
  ['t', 'color scheme: system, light, dark'],
  ['?', 'these keys'],
];

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

function back() {
  const { view } = readRoute();
  if (view === 'scenario') location.hash = lastList;
  else if (view !== 'overview') location.hash = 'overview';
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
  const isTyping = event.target.matches('input, select, textarea');
  if (isTyping) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const act = {
    '/': toSearch,
    j: () => step(1),
    k: () => step(-1),
    Escape: back,
    1: () => (location.hash = 'overview'),
    2: () => (location.hash = 'findings'),
    3: () => (location.hash = 'scenarios'),
    t: nextTheme,
    '?': toggleKeys,
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

/** Focuses the search box: that of the scenarios, if the view has none. */
function toSearch() {
  const focus = () => byId('search')?.focus();
  if (byId('search')) {
    focus();
    return;
  }
  // The view is drawn by a listener that was registered earlier.
  window.addEventListener('hashchange', focus, { once: true });
  location.hash = 'scenarios';
}

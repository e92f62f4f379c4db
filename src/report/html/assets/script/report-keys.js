// Keys of the page of a report.

const keys = [
  ['/', 'search'],
  ['j  k', 'next, previous item'],
  ['Enter', 'open the item'],
  ['Esc', 'back'],
  ['1  2  3', 'overview, findings, scenarios'],
  ['t', 'color scheme: system, light, dark'],
  ['?', 'these keys'],
];

function back() {
  const { view } = readRoute();
  if (view === 'scenario') location.hash = lastList;
  else if (view !== 'overview') location.hash = 'overview';
}

const keyActions = {
  '/': toSearch,
  j: () => step(1),
  k: () => step(-1),
  Escape: back,
  1: () => (location.hash = 'overview'),
  2: () => (location.hash = 'findings'),
  3: () => (location.hash = 'scenarios'),
  t: nextTheme,
  '?': toggleKeys,
};

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

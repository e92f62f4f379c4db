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
  '/': () => toSearch('scenarios'),
  j: () => step(1),
  k: () => step(-1),
  Escape: back,
  1: () => (location.hash = 'overview'),
  2: () => (location.hash = 'findings'),
  3: () => (location.hash = 'scenarios'),
  t: nextTheme,
  '?': toggleKeys,
};

// Keys of the page of a matrix.

const keys = [
  ['/', 'search'],
  ['j  k', 'next, previous row'],
  ['\u2190 \u2191 \u2192 \u2193', 'from cell to cell'],
  ['Enter', 'open the row or cell'],
  ['e', 'open or close all groups'],
  ['Esc', 'back'],
  ['1  2  3  4  5', 'overview, workflows, areas, actions, causes'],
  ['t', 'color scheme: system, light, dark'],
  ['?', 'these keys'],
];

/** Moves the focus in the table; false outside of it. */
function move(right, down) {
  const now = document.activeElement?.closest('.sheet td, .sheet tbody th');
  if (!now) return false;
  const focusable = (cell) => cell?.querySelector('a, button');
  let [row, at] = [now.parentElement, [...now.parentElement.children].indexOf(now) + right];
  if (down !== 0) {
    do {
      row = down > 0 ? row.nextElementSibling ?? (pending && pending() ? row.nextElementSibling : null) : row.previousElementSibling;
    } while (row && !focusable(row.children[at]) && !focusable(row.children[0]));
  }
  const next = row && (focusable(row.children[at]) ?? (down !== 0 ? focusable(row.children[0]) : null));
  next?.focus();
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return true;
}

function back() {
  const { view } = readRoute();
  if (view === 'scenario' || view === 'cause') location.hash = lastList;
  else if (view !== 'overview') location.hash = 'overview';
}

const keyActions = {
  '/': () => toSearch('areas'),
  j: () => step(1),
  k: () => step(-1),
  ArrowRight: () => move(1, 0),
  ArrowLeft: () => move(-1, 0),
  ArrowDown: () => move(0, 1),
  ArrowUp: () => move(0, -1),
  e: () => toggleAll?.(),
  Escape: back,
  1: () => (location.hash = 'overview'),
  2: () => (location.hash = 'workflows'),
  3: () => (location.hash = 'areas'),
  4: () => (location.hash = 'actions'),
  5: () => (location.hash = 'causes'),
  t: nextTheme,
  '?': toggleKeys,
};

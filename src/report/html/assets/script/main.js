// The frame, and the view that is shown.

const views = [
  ['overview', 'Overview'],
  ['findings', 'Findings'],
  ['scenarios', 'Scenarios'],
];
let lastList = 'scenarios';

const themes = ['system', 'light', 'dark'];

function storedTheme() {
  try {
    return localStorage.getItem('ec2-compat-theme') ?? 'system';
  } catch {
    return 'system';
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = { system: '\u25d0', light: '\u25cb', dark: '\u25cf' }[theme];
  byId('theme').setAttribute('aria-label', `Color scheme: ${theme}`);
  byId('theme').title = byId('theme').getAttribute('aria-label');
  try {
    localStorage.setItem('ec2-compat-theme', theme);
  } catch {
    // Some browsers have no storage for files.
  }
}

function nextTheme() {
  const now = themes.indexOf(document.documentElement.dataset.theme);
  setTheme(themes[(now + 1) % themes.length]);
}

function show() {
  const { view, parts, query } = readRoute();
  forgetPending();
  const content =
    {
      findings: () => causesView(query),
      scenarios: () => scenariosView(query),
      scenario: () => scenarioView(parts, query),
    }[view] ?? overview;
  if (view === 'findings' || view === 'scenarios') lastList = location.hash.slice(1);
  const main = byId('content');
  main.className = view;
  main.replaceChildren();
  add(main, [content()]);
  document.querySelectorAll('#views a').forEach((link) => {
    const isCurrent = link.dataset.view === view || (link.dataset.view === 'scenarios' && view === 'scenario');
    if (isCurrent) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  if (view !== 'findings' || !showNamedCause(query)) window.scrollTo(0, 0);
}

const counted = { findings: report.causes.filter((cause) => cause.of === target.name).length, scenarios: countsTotal(report.counts) };
add(byId('home'), [
  'ec2-compat ',
  element('b', {}, element('bdi', {}, target.name)),
  ' ',
  element('span', { class: 'kind' }, target.service),
]);
add(
  byId('views'),
  views.map(([view, name]) =>
    inner(
      view,
      { 'data-view': view },
      name,
      counted[view] && element('span', { class: 'count' }, counted[view].toLocaleString('en')),
    ),
  ),
);
byId('theme').addEventListener('click', nextTheme);
byId('help').addEventListener('click', toggleKeys);
setTheme(themes.includes(storedTheme()) ? storedTheme() : 'system');
window.addEventListener('hashchange', show);
show();
performance.mark('usable');

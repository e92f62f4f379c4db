// The frame, and the view that is shown.

const views = [
  ['overview', 'Overview'],
  ['findings', 'Findings'],
  ['scenarios', 'Scenarios'],
];
let lastList = 'scenarios';

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
byId('help').addEventListener('click', toggleKeys);
beginTheme();
window.addEventListener('hashchange', show);
show();
performance.mark('usable');

// The frame, and the view that is shown.

const views = [
  ['overview', 'Overview'],
  ['workflows', 'Workflows'],
  ['areas', 'Areas'],
  ['actions', 'Actions'],
  ['causes', 'Causes'],
];
const parents = { scenario: 'areas', cause: 'causes' };
let lastList = 'areas';
let toggleAll = null; // opens or closes all groups of the view, if it has some

function show() {
  const { view, parts, query } = readRoute();
  forgetPending();
  toggleAll = null;
  const content =
    {
      workflows: () => groupedView('workflows', 'Workflows', 'workflow', matrix.workflows, query),
      areas: () => groupedView('areas', 'Areas', 'area', matrix.areas, query),
      actions: () => actionsView(query),
      causes: () => causesView(query),
      cause: () => causeView(parts),
      scenario: () => scenarioView(parts, query),
    }[view] ?? overview;
  if (['workflows', 'areas', 'actions', 'causes'].includes(view)) lastList = location.hash.slice(1);
  const main = byId('content');
  main.className = `matrix-page view-${view}`;
  main.replaceChildren();
  add(main, [content()]);
  document.querySelectorAll('#views a').forEach((link) => {
    if (link.dataset.view === (parents[view] ?? view)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  window.scrollTo(0, 0);
}

const sizes = { areas: rows.length, actions: actions.length, causes: causes.length };
add(byId('home'), ['ec2-compat ', element('b', {}, matrix.over_time ? columns[0].name : plural(columns.length, 'column'))]);
add(
  byId('views'),
  views.map(([view, name]) =>
    inner(view, { 'data-view': view }, name, sizes[view] && element('span', { class: 'count' }, sizes[view].toLocaleString('en'))),
  ),
);
byId('help').addEventListener('click', toggleKeys);
beginTheme();
window.addEventListener('hashchange', show);
show();
performance.mark('usable');

// The list of scenarios.

function scenariosView(query) {
  const filters = readFilters(query, ['q', 'verdict', 'area', 'endpoint']);
  const body = element('tbody', { id: 'list' });
  const found = element('p', { class: 'found', role: 'status' });
  const all = [...report.scenarios, ...report.not_run.map(notRun)];
  const passes = (row) =>
    ofEndpoint(filters, row.endpoint) &&
    wants(filters.verdict, row.verdict) &&
    (filters.area === '' || filters.area === row.area) &&
    matches(filters.q, row.words);
  const several = () => filters.endpoint === '*';
  const head = element('tr', {});
  const draw = () => {
    const rows = all.filter(passes);
    found.textContent = plural(rows.length, 'scenario');
    const columns = ['Verdict', 'Scenario', several() && 'Endpoint', 'Findings', 'Calls', 'Time'].filter(Boolean);
    head.replaceChildren(
      ...columns.map((name) => element('th', { scope: 'col', class: name.toLowerCase() }, name)),
    );
    body.replaceChildren();
    drawLazily(body, rows, (row) => scenarioRow(row, several()));
    if (rows.length === 0)
      body.append(
        element('tr', {}, element('td', { colspan: '6' }, emptyNote('No scenario matches these filters.'))),
      );
  };
  const changed = () => {
    replaceRoute(writeRoute('scenarios', [], filters));
    draw();
  };
  const shown = all.filter((row) => ofEndpoint(filters, row.endpoint));
  const areas = [...tally(shown, (row) => row.area)].sort().map(([area, count]) => [area, `${area} (${count})`]);
  draw();
  return [
    element('h1', {}, 'Scenarios'),
    element(
      'div',
      { class: 'filters' },
      searchBox(filters, changed),
      chips(
        'Verdict',
        verdicts.map((verdict) => [verdict, verdict]),
        filters,
        'verdict',
        tally(shown, (row) => row.verdict),
        changed,
      ),
      choice('Area', 'all', areas, filters, 'area', changed),
      endpointChoice(endpoints, filters, () => {
        changed();
        show();
      }),
    ),
    found,
    element('table', { class: 'scenarios' }, element('thead', {}, head), body),
  ];
}

function notRun([endpoint, id]) {
  const words = `${id} not run`.toLowerCase();
  return {
    id,
    endpoint,
    area: id.split('/')[0],
    verdict: 'not run',
    about: '',
    reason: null,
    found: [0, 0, 0, 0, 0],
    calls: 0,
    elapsed: '',
    words,
  };
}

function scenarioRow(row, several) {
  const name = row.verdict === 'not run' ? row.id : inner(scenarioRoute(row), { 'data-item': true }, row.id);
  return element(
    'tr',
    {},
    element('td', {}, badge(row.verdict)),
    element('td', { class: 'scenario' }, name, element('p', { class: 'faint' }, row.reason ?? row.about)),
    several && element('td', {}, element('bdi', {}, row.endpoint)),
    element('td', {}, foundMarks(row.found)),
    element('td', { class: 'number' }, row.calls > 0 && row.calls),
    element('td', { class: 'number' }, row.elapsed),
  );
}

/** Number of findings by severity. */
function foundMarks(found) {
  const names = [...severities, 'known', 'informs'];
  return found.map((count, column) => {
    const word = standings[names[column]] ?? names[column];
    return (
      count > 0 &&
      element(
        'span',
        { class: `mark ${names[column]}`, title: `${count} ${word}` },
        String(count),
        element('span', { class: 'sr' }, ` ${word} `),
      )
    );
  });
}

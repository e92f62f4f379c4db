// The list of scenarios.

function scenariosView(query) {
  const filters = readFilters(query, ['q', 'verdict', 'mark', 'area', 'endpoint']);
  const body = element('tbody', { id: 'list' });
  const found = element('p', { class: 'found', role: 'status' });
  const all = [...report.scenarios, ...report.not_run.map(notRun)];
  const passes = (row) =>
    ofEndpoint(filters, row.endpoint) &&
    wants(filters.verdict, row.verdict) &&
    wants(filters.mark, row.mark) &&
    (filters.area === '' || filters.area === row.area) &&
    matches(filters.q, row.words);
  const several = () => filters.endpoint === '*';
  const head = element('tr', {});
  const draw = () => {
    const rows = all.filter(passes);
    found.textContent = extent(rows);
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
  // Fixtures and checks of the run are in the list and in no count of scenarios.
  const scenarios = shown.filter((row) => row.kind === 'scenario');
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
        tally(scenarios, (row) => row.verdict),
        changed,
      ),
      chips('Deviations', marks, filters, 'mark', tally(scenarios, (row) => row.mark), changed),
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

/** What the deviations of a scenario are: a mark beside its verdict. */
const marks = [
  ['new', 'new'],
  ['known', 'only known'],
];

function notRun([endpoint, id]) {
  const words = `${id} not run`.toLowerCase();
  return {
    id,
    endpoint,
    area: id.split('/')[0],
    verdict: 'not run',
    kind: 'scenario',
    mark: '',
    headline: null,
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
    element('td', {}, badge(row.verdict), row.known && [' ', dispositionMark('known')]),
    element('td', { class: 'scenario' }, name, headlineOf(row)),
    several && element('td', {}, element('bdi', {}, row.endpoint)),
    element('td', {}, foundMarks(row.found)),
    element('td', { class: 'number' }, row.calls > 0 && row.calls),
    element('td', { class: 'number' }, row.elapsed),
  );
}

/** The rarest of the worst findings; without one why it was not judged, or what it states. */
function headlineOf(row) {
  if (!row.headline) return element('p', { class: 'faint' }, row.reason ?? row.about);
  const [code, action, message] = row.headline;
  const subject = action && !message.startsWith(action) && [element('b', {}, action), ' '];
  return element('p', { class: 'faint' }, element('span', { class: 'code' }, code), ' ', subject, message);
}

/** Number of findings by severity. */
function foundMarks(found) {
  const names = [...severities, 'known', 'informs'];
  return found.map((count, column) => {
    const word = dispositions[names[column]] ?? names[column];
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

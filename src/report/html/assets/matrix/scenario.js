// One scenario: the verdict and the findings of each column, side by side.

function scenarioView([id], query) {
  const row = rows[rowNumbers.get(id)];
  if (!row) return [element('h1', {}, 'No such scenario'), emptyNote(`This matrix has no ${id}.`)];
  const wanted = query.get('column');
  const pattern = patternOf(row, everyColumn);
  const order = wanted === null ? everyColumn : [Number(wanted), ...everyColumn.filter((at) => String(at) !== wanted)];
  return [
    element(
      'nav',
      { class: 'crumbs', 'aria-label': 'Breadcrumbs' },
      inner(writeRoute('areas', [], { area: row.area }), {}, row.area),
      row.workflow !== 'none' && [' / ', inner(writeRoute('workflows', [], { workflow: row.workflow }), {}, row.workflow.replaceAll('-', ' '))],
    ),
    element('h1', {}, element('bdi', {}, row.id)),
    element('p', { class: 'about' }, row.about),
    element('p', { class: 'faint' }, [row.location, row.level !== 'none' && `level ${row.level}`].filter(Boolean).join(', ')),
    pattern.allFail && suspectNote(pattern.lacking),
    element('div', { class: 'sides' }, order.filter((at) => columns[at]).map((at) => columnCard(row, at, String(at) === wanted))),
  ];
}

function suspectNote(lacking) {
  const text = lacking
    ? 'No column has an action that it needs.'
    : 'No column gets this right: either all of them deviate from AWS, or the suite does. Suspect the suite first, and read the AWS page that the finding names.';
  return element('p', { class: 'caution' }, text);
}

function columnCard(row, at, isWanted) {
  const column = columns[at];
  const body = element('div', { 'aria-busy': 'true' });
  fetchPacked(`cell-${row.number}-${at}`).then(
    (details) => {
      body.removeAttribute('aria-busy');
      add(body, details ? cellDetails(details) : [emptyNote(row.cells[at] === 'identical' ? 'No findings.' : '')]);
    },
    (error) => add(body, [emptyNote(`The findings could not be loaded (${error.message}).`)]),
  );
  return element(
    'article',
    { class: isWanted ? 'panel side wanted' : 'panel side', 'data-item': true, tabindex: '-1' },
    element(
      'h2',
      {},
      badge(row.cells[at]),
      row.known[at] && [' ', dispositionMark('known')],
      ' ',
      element('bdi', {}, column.heading),
      ' ',
      element('span', { class: 'kind' }, column.version ?? column.service),
    ),
    pageLink(column, writeRoute('scenario', [column.name, row.id]), "every request and response, on the run's page"),
    body,
  );
}

function cellDetails(details) {
  const findings = details.findings.map((finding, position) => {
    const kind = kinds.get(finding.code);
    const subject = finding.operation ?? kind?.title ?? '';
    const line = [
      severityMark(finding.severity),
      element('span', { class: 'code' }, finding.code),
      element('span', { class: 'summary' }, !finding.message.startsWith(subject) && [element('b', {}, subject), ' '], finding.message),
      dispositionMark(finding.disposition.status),
    ];
    const body = () => [findingBody(finding), element('p', { class: 'faint' }, `${finding.step}, ${finding.location}`)];
    return folded(line, { class: `item print ${finding.disposition.status}` }, body, position === 0);
  });
  return [
    details.findings.length === 0 && details.reason && element('p', {}, details.reason),
    findings,
    details.blocked > 0 && element('p', { class: 'faint' }, `${plural(details.blocked, 'step')} not run because of it`),
    details.fixtures.length > 0 && element('p', { class: 'faint' }, `Fixtures with findings: ${details.fixtures.join(', ')}`),
  ];
}

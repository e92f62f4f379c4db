// The overview: the columns, who is best at what, what only one and what none gets right.

function overview() {
  const sideBySide = columns.length > 1 && !matrix.over_time;
  return [
    element('h1', {}, matrix.over_time ? `${columns[0].name} over time` : 'EC2 compatibility, side by side'),
    matrix.over_time && historyPanel(),
    columnsPanel(),
    rankingPanel(),
    clientsPanel(),
    sideBySide && element('div', { class: 'columns' }, onlyOnePanel(), nonePanel()),
    matrix.over_time && stepsPanel(),
  ];
}

function panel(label, ...content) {
  return element('section', { class: 'panel', 'aria-label': label }, element('h2', {}, label), content);
}

function columnsPanel() {
  const head = ['', 'What it is', 'Version', 'Run', 'Works', 'Identical', 'Of', '', 'Common', 'Levels', 'Actions'];
  const emulator = columns.some((column) => column.service_kind === 'emulator');
  const row = (column, at) => [
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, !matrix.over_time && element('span', { class: 'faint' }, `${at + 1} `), element('bdi', {}, column.heading)),
      element('td', {}, column.service),
      element('td', {}, column.version ?? element('span', { class: 'faint' }, 'not stated')),
      element('td', {}, pageLink(column, 'overview', column.started.split('T')[0]) ?? column.started.split('T')[0]),
      element('td', { class: 'number' }, element('b', {}, percent(column.score.works_percent))),
      element('td', { class: 'number' }, percent(column.score.identical_percent)),
      element('td', { class: 'number faint' }, column.score.applicable.toLocaleString('en')),
      element('td', { class: 'bar-cell' }, bothBar(column.score)),
      element('td', { class: 'number' }, `${column.common.works_percent.toFixed(1)} / ${column.common.identical_percent.toFixed(1)}`),
      element('td', {}, column.levels.map(levelMark)),
      element('td', { class: 'number', title: 'that work, of those that were called' }, `${column.actions_present}/${column.actions_called}`),
    ),
    column.cautions.length > 0 &&
      element('tr', { class: 'cautions' }, element('td', { colspan: String(head.length) }, element('span', { class: 'caution-mark' }, '! '), column.cautions.join(' '))),
  ];
  return panel(
    matrix.over_time ? 'Runs' : 'Endpoints, best first',
    element(
      'div',
      { class: 'wide-table' },
      element(
        'table',
        { class: 'scores ranking' },
        element('thead', {}, element('tr', {}, head.map((name, at) => element('th', { scope: 'col', class: [4, 5, 6, 8, 10].includes(at) && 'number' }, name)))),
        element('tbody', {}, columns.map(row)),
      ),
    ),
    element(
      'p',
      { class: 'faint' },
      'Works: a client gets what the scenario states. Identical: besides, no response deviates from AWS. Known deviations are deviations. ',
      `Common: both over the ${plural(matrix.common, 'scenario')} that every column judged${matrix.over_time ? '' : ', by which they are ordered'}; a table of cases is one. `,
      emulator && 'Responses of an emulator are not evidence of what AWS returns.',
    ),
  );
}

function levelMark({ level, reached, in_the_way: inTheWay, not_judged: notJudged }) {
  const [sign, name] = { true: ['\u2713', 'identical'], false: ['\u2717', 'broken'], null: ['?', 'skipped'] }[String(reached)];
  const title = reached === true ? `reaches ${level}` : reached === false ? `does not reach ${level}: ${plural(inTheWay.length, 'scenario')} in the way` : `whether it reaches ${level} is not known: ${plural(notJudged, 'scenario')} not judged`;
  return element('span', { class: 'level-mark', title }, element('span', { class: `sign ${name}` }, sign), ` ${level} `);
}

/** Workflows by column: who is best at each, and by how much. */
function rankingPanel() {
  if (matrix.workflows.length === 0) return null;
  const ranked = columns.length > 1 && !matrix.over_time;
  const row = (group) => {
    const best = ranked ? group.ranking[0] : undefined;
    const ahead = group.ahead === null || group.ranking.length < 2 ? '' : group.ahead > 0 ? `${group.ahead.toFixed(1)} ahead` : 'equal';
    return element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'first' }, inner(writeRoute('workflows', [], { open: group.name }), { 'data-item': true }, group.name.replaceAll('-', ' '))),
      ranked && element('td', { class: 'ahead' }, best !== undefined && ahead !== 'equal' && element('bdi', {}, columns[best].heading), ahead && element('span', { class: 'faint' }, ` ${ahead}`)),
      group.cells.map((cell, at) => scoreCell(cell.own, at === best && group.ahead !== 0)),
    );
  };
  return panel(
    'By workflow',
    sheet('By workflow', 'Workflow', everyColumn, (body) => add(body, matrix.workflows.map(row)), ranked && 'Best of the common scenarios'),
  );
}

/** What real clients get done: how many of their tasks, and each task. */
function clientsPanel() {
  const tasks = matrix.clients;
  if (tasks.length === 0) return null;
  const names = [...new Set(tasks.map((one) => one.client))];
  const count = (client, at) => {
    const began = tasks.filter((one) => one.client === client && one.cells[at]).map((one) => one.cells[at]);
    if (began.length === 0) return element('td', { class: 'cell not-judged', title: 'did not run' }, NOT_JUDGED);
    const version = began[0].version;
    return element('td', { title: version && `version ${version}` }, `${began.filter((cell) => cell.works).length} of ${began.length}`);
  };
  const client = (name) =>
    element('tr', {}, element('th', { scope: 'row', class: 'first' }, name), everyColumn.map((at) => count(name, at)));
  const cell = (one) =>
    one ? element('td', { class: one.works ? 'works' : 'broken' }, element('bdi', {}, one.text)) : element('td', { class: 'cell not-judged', title: 'did not run' }, NOT_JUDGED);
  const task = (one) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'first' }, inner(rowRoute(rows[rowNumbers.get(`client-${one.client}/${one.task}`)], 0), { 'data-item': true }, `${one.client} ${one.task}`)),
      one.cells.map(cell),
    );
  return panel(
    'Clients',
    element('p', { class: 'faint' }, 'Tasks that real clients completed, of those that they started.'),
    clientsTable('Clients', 'Client', names.map(client)),
    element(
      'details',
      { class: 'client-tasks' },
      element('summary', {}, plural(tasks.length, 'task')),
      clientsTable('Tasks of clients', 'Task', tasks.map(task)),
    ),
  );
}

function clientsTable(label, first, lines) {
  const head = element('tr', {}, element('th', { scope: 'col', class: 'first' }, first), columnHeads(everyColumn));
  const table = element('table', { class: 'sheet-table', 'aria-label': label }, element('thead', {}, head), element('tbody', {}, lines));
  return element('div', { class: 'sheet', tabindex: '0', role: 'region', 'aria-label': label }, table);
}

const patterns = rows.map((row) => patternOf(row, everyColumn));

function onlyOnePanel() {
  const counts = columns.map((_, at) => patterns.filter((pattern) => pattern.onlyOne === at).length);
  const line = (column, at) =>
    element(
      'li',
      {},
      counts[at] > 0
        ? inner(writeRoute('areas', [], { show: `only:${at}` }), { 'data-item': true }, element('b', {}, counts[at].toLocaleString('en')), ' only ', element('bdi', {}, column.heading))
        : element('span', { class: 'faint' }, '0 only ', element('bdi', {}, column.heading)),
    );
  return panel('What only one gets wrong', element('p', { class: 'faint' }, 'Scenarios that work in every other column that judged them.'), element('ul', { class: 'only-one lines' }, columns.map(line)));
}

function nonePanel() {
  const count = (holds) => patterns.filter(holds).length;
  const none = count((pattern) => pattern.allFail && !pattern.lacking);
  const others = [
    ['differs', count((pattern) => pattern.differs), 'differ between columns'],
    ['none-fails', count((pattern) => pattern.allWork), 'are wrong in no column'],
    ['none-has', count((pattern) => pattern.lacking), 'need an action that none has'],
    ['not-judged', count((pattern) => pattern.judged < columns.length), 'were not judged in every column'],
  ];
  const line = ([show, number, words]) =>
    element('li', {}, inner(writeRoute('areas', [], { show }), { 'data-item': true }, element('b', {}, number.toLocaleString('en')), ` ${words}`));
  return panel(
    'What none gets right',
    none > 0
      ? element(
          'p',
          { class: 'caution suspect' },
          inner(writeRoute('areas', [], { show: 'all-fail' }), { 'data-item': true }, `${plural(none, 'scenario')} that no column gets right`),
          ': either all of them deviate from AWS, or the suite does. Suspect the suite first.',
        )
      : element('p', {}, 'Nothing that two or more judged.'),
    element('ul', { class: 'lines' }, others.map(line)),
  );
}

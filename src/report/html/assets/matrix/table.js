// The table: heads stay in sight, groups open, rows are drawn as far as they are scrolled.

const FILTERS = ['q', 'show', 'verdict', 'column', 'workflow', 'area', 'level', 'severity', 'cause', 'hide', 'open'];

/** The numbers of the columns that are not hidden. */
const shownColumns = (filters) => everyColumn.filter((at) => !listed(filters.hide).includes(String(at)));

/** Whether anything narrows the rows. */
const isNarrowed = (filters) => FILTERS.slice(0, -2).some((name) => name !== 'column' && filters[name] !== '');

function passesOf(filters, of) {
  const only = filters.show.startsWith('only:') ? Number(filters.show.slice(5)) : undefined;
  const inColumn = filters.column === '' ? of : [Number(filters.column)];
  const cause = filters.cause === '' ? undefined : causeNumbers.get(filters.cause);
  return (row) => {
    if (!matches(filters.q, row.words)) return false;
    if (filters.workflow !== '' && row.workflow !== filters.workflow) return false;
    if (filters.area !== '' && row.area !== filters.area) return false;
    if (filters.level !== '' && row.level !== filters.level) return false;
    if (filters.verdict !== '' && !inColumn.some((at) => wants(filters.verdict, row.cells[at]))) return false;
    if (filters.severity !== '' && !inColumn.some((at) => wants(filters.severity, row.causes[at]?.severity ?? ''))) return false;
    if (cause !== undefined && !inColumn.some((at) => row.causes[at]?.number === cause)) return false;
    if (filters.show === '') return true;
    const pattern = patternOf(row, of);
    if (only !== undefined) return pattern.onlyOne === only;
    return {
      differs: pattern.differs,
      'all-fail': pattern.allFail && !pattern.lacking,
      'none-has': pattern.lacking,
      'none-fails': pattern.allWork,
      'not-judged': pattern.judged < of.length,
    }[filters.show];
  };
}

/** A table in a box of its own, in which the heads stay. `fill(body)` draws the rows; `second` heads a column after the first. */
function sheet(label, first, of, fill, second) {
  const body = element('tbody', { id: 'list' });
  const table = element(
    'table',
    { class: 'sheet-table', 'aria-label': label },
    element(
      'thead',
      {},
      element('tr', {}, element('th', { scope: 'col', class: 'first' }, first), second && element('th', { scope: 'col' }, second), columnHeads(of)),
    ),
    body,
  );
  const box = element('div', { class: 'sheet', tabindex: '0', role: 'region', 'aria-label': label }, table);
  fill(body, box);
  return box;
}

/** The view of scenarios by `name` (workflow or area), with the scores of `groups`. */
function groupedView(view, title, name, groups, query) {
  const filters = readFilters(query, FILTERS);
  const found = element('p', { class: 'found', role: 'status' });
  const place = element('div', {});
  const scores = new Map(groups.map((group) => [group.name, group]));
  const order = [...groups.map((group) => group.name), 'none'];
  const draw = () => {
    const of = shownColumns(filters);
    const shown = rows.filter(passesOf(filters, of));
    found.textContent = `${plural(shown.length, 'scenario')} of ${rows.length.toLocaleString('en')}, a case of a table being one`;
    const members = new Map(order.map((group) => [group, []]));
    for (const row of shown) members.get(row[name])?.push(row);
    const isOpen = (group) => filters.open === '*' || (filters.open === '' ? isNarrowed(filters) : listed(filters.open).includes(group));
    const scrolled = place.querySelector('.sheet')?.scrollTop ?? 0;
    const fill = (body) => {
      const items = order.flatMap((group) => {
        const own = members.get(group);
        return own.length === 0 ? [] : [{ group, own }, ...(isOpen(group) ? own : [])];
      });
      const toggle = (group) => {
        const all = order.filter((one) => members.get(one).length > 0);
        const open = all.filter((one) => (one === group) !== isOpen(one));
        filters.open = open.length === 0 ? '-' : open.join(',');
        changed();
        drawUntil(() => place.querySelector(`[data-group="${CSS.escape(group)}"]`));
        place.querySelector(`[data-group="${CSS.escape(group)}"]`)?.focus();
      };
      const head = (item) => groupRow(item.group, item.own, scores.get(item.group), of, isOpen(item.group), toggle);
      drawLazily(body, items, (item) => (item.group ? head(item) : scenarioRow(item, of)));
      if (items.length === 0)
        body.append(
          element('tr', {}, element('td', { colspan: String(of.length + 1) }, emptyNote('No scenario matches these filters.'))),
        );
    };
    place.replaceChildren(sheet(title, title.slice(0, -1), of, fill));
    place.querySelector('.sheet').scrollTop = scrolled;
  };
  const changed = () => {
    replaceRoute(writeRoute(view, [], filters));
    lastList = location.hash.slice(1);
    draw();
  };
  toggleAll = () => {
    filters.open = filters.open === '*' ? '-' : '*';
    changed();
  };
  draw();
  return [
    element('h1', {}, title),
    filterBar(filters, name, changed),
    element('div', { class: 'line-of' }, found, legend()),
    place,
  ];
}

function groupRow(group, own, score, of, isOpen, toggle) {
  const name = group === 'none' ? 'without workflow' : group.replaceAll('-', ' ');
  const made = button(
    [element('span', { class: 'twist', 'aria-hidden': 'true' }, isOpen ? '\u25be' : '\u25b8'), ' ', name, element('span', { class: 'count' }, own.length.toLocaleString('en'))],
    { class: 'group', 'aria-expanded': String(isOpen), 'data-item': true, 'data-group': group },
    () => toggle(group),
  );
  const best = score && of.length > 1 && score.ranking.length > 1 ? score.ranking[0] : undefined;
  const cell = (at) => (score ? scoreCell(score.cells[at].own, at === best && !matrix.over_time) : element('td', {}));
  return element('tr', { class: 'group' }, element('th', { scope: 'row', class: 'first' }, made), of.map(cell));
}

function scenarioRow(row, of) {
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'first scenario', title: visible(row.about) }, inner(rowRoute(row), { 'data-item': true }, row.id)),
    of.map((at) => scenarioCell(row, at)),
  );
}

/** All filters of rows of scenarios. */
function filterBar(filters, name, changed) {
  const of = shownColumns(filters);
  const several = of.length > 1;
  const numbered = of.map((at) => [String(at), columns[at].heading]);
  const shows = [
    ['differs', 'what differs'],
    ['all-fail', 'what none gets right'],
    ['none-has', 'what none has the action for'],
    ['none-fails', 'what none gets wrong'],
    ['not-judged', 'what some did not judge'],
    ...numbered.map(([at, heading]) => [`only:${at}`, `what only ${heading} gets wrong`]),
  ];
  const names = (key) => [...new Set(rows.map((row) => row[key]))].filter((one) => one !== 'none').sort();
  const named = (all) => all.map((one) => [one, one.replaceAll('-', ' ')]);
  const cells = of.flatMap((at) => rows.map((row) => row.cells[at]));
  return element(
    'div',
    { class: 'filters' },
    searchBox(filters, changed),
    several && choice('Show', 'all', shows, filters, 'show', changed),
    choice('Column', 'any', numbered, filters, 'column', changed),
    name !== 'workflow' && names('workflow').length > 0 && choice('Workflow', 'all', named(names('workflow')), filters, 'workflow', changed),
    name !== 'area' && choice('Area', 'all', named(names('area')), filters, 'area', changed),
    names('level').length > 0 && choice('Level', 'all', named(levels), filters, 'level', changed),
    choice('Severity', 'any', named(severities), filters, 'severity', changed),
    chips('Verdict', verdicts.map((one) => [one, one]), filters, 'verdict', tally(cells, (one) => one), changed),
    filters.cause !== '' && causeChip(filters, changed),
    columnChips(filters, changed),
  );
}

/** The cause that rows are narrowed to, with a way to drop it. */
function causeChip(filters, changed) {
  const cause = causes[causeNumbers.get(filters.cause)];
  const made = button(`${cause ? `${cause.code} ${cause.title}` : filters.cause} \u00d7`, { class: 'chip', 'aria-pressed': 'true' }, () => {
    filters.cause = '';
    made.remove();
    changed();
  });
  return made;
}

/** Which columns are shown. */
function columnChips(filters, changed) {
  if (columns.length < 3) return null;
  const made = folded('Columns', { class: 'choose', id: 'columns' }, () =>
    element(
      'div',
      { class: 'chips', role: 'group', 'aria-label': 'Columns' },
      columns.map((column, at) => {
        const isShown = () => !listed(filters.hide).includes(String(at));
        const made = button(column.heading, { class: 'chip', 'aria-pressed': String(isShown()) }, () => {
          const others = listed(filters.hide).filter((one) => one !== String(at));
          filters.hide = (isShown() ? [...others, String(at)] : others).join(',');
          made.setAttribute('aria-pressed', String(isShown()));
          changed();
        });
        return made;
      }),
    ),
  );
  // Not one of the rows that keys step through.
  made.querySelector('summary').removeAttribute('data-item');
  return made;
}

// Actions, and causes.

function actionsView(query) {
  const filters = readFilters(query, ['q', 'show', 'hide']);
  const found = element('p', { class: 'found', role: 'status' });
  const place = element('div', {});
  const passes = (action, of) => {
    const results = of.map((at) => action.cells[at]?.result).filter(Boolean);
    const shows = {
      '': true,
      differs: new Set(results).size > 1,
      'none-as-aws': results.length > 0 && !results.includes('as AWS'),
      missing: results.includes('missing'),
    };
    return matches(filters.q, action.words) && shows[filters.show];
  };
  const draw = () => {
    const of = shownColumns(filters);
    const shown = actions.filter((action) => passes(action, of));
    found.textContent = plural(shown.length, 'action');
    place.replaceChildren(
      sheet('Actions', 'Action', of, (body) => {
        drawLazily(body, shown, (action) => actionRow(action, of));
        if (shown.length === 0) body.append(element('tr', {}, element('td', {}, emptyNote('No action matches these filters.'))));
      }),
    );
  };
  const changed = () => {
    replaceRoute(writeRoute('actions', [], filters));
    lastList = location.hash.slice(1);
    draw();
  };
  draw();
  const shows = [
    ['differs', 'what differs'],
    ['none-as-aws', 'what none has as AWS'],
    ['missing', 'what some lack'],
  ];
  return [
    element('h1', {}, 'Actions'),
    element(
      'div',
      { class: 'filters' },
      searchBox(filters, changed),
      choice('Show', 'all', shows, filters, 'show', changed),
      columnChips(filters, changed),
    ),
    found,
    actions.length === 0 ? emptyNote('These reports have no results by action.') : place,
  ];
}

function actionRow(action, of) {
  const classes = { 'as AWS': 'identical', deviates: 'broken', missing: 'unsupported', unclear: 'skipped' };
  const cell = (at) => {
    const one = action.cells[at];
    if (!one) return element('td', { class: 'cell not-judged', title: 'not called' }, NOT_JUDGED);
    return element(
      'td',
      { class: `action-cell ${classes[one.result]}`, title: `${one.good} of ${plural(one.steps, 'step')} as AWS's` },
      element('span', { class: 'result' }, one.result),
      ' ',
      element('span', { class: 'faint' }, `${one.good}/${one.steps}`),
    );
  };
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'first' }, inner(writeRoute('causes', [], { q: action.name }), { 'data-item': true }, action.name)),
    of.map(cell),
  );
}

function causesView(query) {
  const filters = readFilters(query, ['q', 'show', 'severity', 'hide']);
  const found = element('p', { class: 'found', role: 'status' });
  const place = element('div', {});
  const passes = (cause, of) => {
    const having = of.filter((at) => cause.counts[at] > 0);
    if (having.length === 0 || !matches(filters.q, cause.words) || !wants(filters.severity, cause.severity)) return false;
    if (filters.show === 'all') return having.length === of.length;
    if (filters.show.startsWith('only:')) return having.length === 1 && having[0] === Number(filters.show.slice(5));
    return true;
  };
  const draw = () => {
    const of = shownColumns(filters);
    const shown = causes.filter((cause) => passes(cause, of));
    found.textContent = `${plural(shown.length, 'cause')}; a cell is the number of scenarios, fixtures and checks with it`;
    place.replaceChildren(
      sheet('Causes', 'Cause', of, (body) => {
        drawLazily(body, shown, (cause) => causeRow(cause, of));
        if (shown.length === 0) body.append(element('tr', {}, element('td', {}, emptyNote('No cause matches these filters.'))));
      }),
    );
  };
  const changed = () => {
    replaceRoute(writeRoute('causes', [], filters));
    lastList = location.hash.slice(1);
    draw();
  };
  draw();
  const of = shownColumns(filters);
  const shows = [['all', 'what all have'], ...of.map((at) => [`only:${at}`, `what only ${columns[at].heading} has`])];
  return [
    element('h1', {}, 'Causes'),
    element(
      'div',
      { class: 'filters' },
      searchBox(filters, changed),
      columns.length > 1 && choice('Show', 'all causes', shows, filters, 'show', changed),
      chips('Severity', severities.map((one) => [one, one]), filters, 'severity', tally(causes, (one) => one.severity), changed),
      columnChips(filters, changed),
    ),
    found,
    place,
  ];
}

function causeRow(cause, of) {
  const cell = (at) => element('td', { class: 'number cell-count' }, cause.counts[at] > 0 ? cause.counts[at].toLocaleString('en') : element('span', { class: 'faint' }, NOT_JUDGED));
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row', class: 'first cause' },
      inner(writeRoute('cause', [cause.fingerprint]), { 'data-item': true }, element('span', { class: 'code' }, cause.code), ' ', cause.title),
      ' ',
      severityMark(cause.severity),
    ),
    of.map(cell),
  );
}

/** One cause: its scenarios by column. */
function causeView([fingerprint]) {
  const cause = causes[causeNumbers.get(fingerprint)];
  if (!cause) return [element('h1', {}, 'No such cause'), emptyNote(`This matrix has no cause ${fingerprint}.`)];
  const place = element('div', { 'aria-busy': 'true' }, emptyNote('Loading ...'));
  fetchPacked(`cause-${cause.number}`).then(
    (places) => {
      place.removeAttribute('aria-busy');
      place.replaceChildren();
      add(
        place,
        columns.map((column, at) => {
          if (cause.counts[at] === 0) return null;
          const others = cause.counts[at] - places[at].length;
          return element(
            'section',
            { class: 'panel places', 'aria-label': column.heading },
            element('h2', {}, element('bdi', {}, column.heading), ' ', element('span', { class: 'count' }, plural(places[at].length, 'scenario'), others > 0 && ` and ${plural(others, 'fixture')} or checks`)),
            element(
              'ul',
              {},
              places[at].map((number) => element('li', {}, inner(rowRoute(rows[number], at), { 'data-item': true }, rows[number].id))),
            ),
          );
        }),
      );
    },
    (error) => place.replaceChildren(emptyNote(`The scenarios could not be loaded (${error.message}).`)),
  );
  const kind = kinds.get(cause.code);
  return [
    element('nav', { class: 'crumbs', 'aria-label': 'Breadcrumbs' }, inner('causes', {}, 'Causes')),
    element('h1', {}, severityMark(cause.severity), ' ', cause.code, ' ', cause.title),
    kind && codeWithMeaning(kind),
    place,
  ];
}

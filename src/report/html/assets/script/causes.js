// Findings by cause.

/** A cause in one line. */
function causeLine(cause) {
  return [
    severityMark(cause.severity),
    element('span', { class: 'code' }, cause.first.code),
    element('span', { class: 'summary' }, cause.title),
    cause.of !== target.name &&
      element('span', { class: 'faint' }, 'on ', element('bdi', {}, endpointName(cause.of))),
    dispositionMark(cause.disposition),
    element('span', { class: 'count' }, cause.extent),
  ];
}

const causeRoute = (cause) =>
  writeRoute('findings', [], { endpoint: cause.of === target.name ? '' : cause.of, cause: cause.key });

function causesView(query) {
  const filters = readFilters(query, ['q', 'severity', 'oracle', 'disposition', 'origin', 'endpoint', 'cause']);
  const list = element('div', { class: 'list', id: 'list' });
  const found = element('p', { class: 'found', role: 'status' });
  const passes = (cause) =>
    ofEndpoint(filters, cause.of) &&
    wants(filters.severity, cause.severity) &&
    wants(filters.oracle, cause.kind.oracle) &&
    wants(filters.disposition, cause.disposition) &&
    wants(filters.origin, cause.origin) &&
    matches(filters.q, cause.words);
  const draw = () => {
    const causes = report.causes.filter(passes);
    const places = new Set(causes.flatMap((cause) => cause.places.map(([number]) => number)));
    const rows = [...places].map((number) => report.scenarios[number]);
    found.textContent = `${plural(causes.length, 'cause')} in ${extent(rows)}`;
    list.replaceChildren();
    drawLazily(list, causes, (cause) => causeItem(cause, filters));
    if (causes.length > 0) return;
    list.append(emptyNote(report.causes.length === 0 ? 'No findings.' : 'No finding matches these filters.'));
  };
  const changed = () => {
    filters.cause = '';
    replaceRoute(writeRoute('findings', [], filters));
    draw();
  };
  const shown = report.causes.filter((cause) => ofEndpoint(filters, cause.of));
  const group = (label, name, values, valueOf) =>
    chips(label, values, filters, name, tally(shown, valueOf), changed);
  const plain = (names) => names.map((name) => [name, name]);
  draw();
  return [
    element('h1', {}, 'Findings by cause'),
    element(
      'div',
      { class: 'filters' },
      searchBox(filters, changed),
      group('Severity', 'severity', plain(severities), (cause) => cause.severity),
      group('Found by', 'oracle', plain(oracles), (cause) => cause.kind.oracle),
      group('Status', 'disposition', Object.entries(dispositions), (cause) => cause.disposition),
      report.causes.some((cause) => cause.generated) &&
        group('Origin', 'origin', plain(causeOrigins), (cause) => cause.origin),
      endpointChoice(
        report.causes.map((cause) => cause.of),
        filters,
        () => {
          changed();
          show();
        },
      ),
    ),
    found,
    list,
  ];
}

function causeItem(cause, filters) {
  const isOpen = filters.cause === cause.key;
  const item = folded(
    causeLine(cause),
    { class: `item print ${cause.disposition}`, 'data-cause': cause.key },
    () => [findingBody(cause.first, cause.again), placesOf(cause)],
    isOpen,
  );
  item.addEventListener('toggle', () => {
    if (!item.isConnected) return;
    if (item.open) filters.cause = cause.key;
    else if (filters.cause === cause.key) filters.cause = '';
    replaceRoute(writeRoute('findings', [], filters));
  });
  return item;
}

const PLACES = 40;

/** Links to the scenarios with a cause. */
function placesOf(cause) {
  const place = ([number, step]) => {
    const row = report.scenarios[number];
    return element(
      'li',
      {},
      inner(`${scenarioRoute(row)}?step=${encodeURIComponent(step)}`, {}, row.id),
      ' ',
      element('code', { class: 'faint' }, step),
    );
  };
  const { places, follows, blocked } = cause;
  const consequences = [
    follows > 0 && plural(follows, 'consequential finding'),
    blocked > 0 && plural(blocked, 'blocked step'),
  ].filter(Boolean);
  return element(
    'div',
    { class: 'places' },
    element('h4', {}, `In ${cause.extent}`),
    consequences.length > 0 && element('p', { class: 'note' }, consequences.join(', ')),
    element('ul', {}, places.slice(0, PLACES).map(place)),
    places.length > PLACES &&
      folded(`${places.length - PLACES} more`, {}, () => element('ul', {}, places.slice(PLACES).map(place))),
  );
}

/** Scrolls to the cause in the address. */
function showNamedCause(query) {
  const named = query.get('cause');
  if (!named) return false;
  const find = () => [...document.querySelectorAll('[data-cause]')].find((one) => one.dataset.cause === named);
  drawUntil(find);
  const item = find();
  item?.querySelector('summary').focus();
  item?.scrollIntoView({ block: 'start' });
  return item !== undefined;
}

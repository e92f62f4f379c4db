// The areas by endpoint, and what else is counted: actions answered, known deviations.

function matrixPanel() {
  const areas = [...new Set(report.areas.map((one) => one.area))].sort();
  const cells = new Map(report.areas.map((one) => [`${one.area}\n${one.endpoint}`, one.counts]));
  const names = [...new Set(report.areas.map((one) => one.endpoint))];
  const share = (endpoint, area) => scoreOf(endpoint)?.areas.find(([name]) => name === area)?.[1];
  const cell = (area, endpoint, counts, part) => {
    if (!counts) return element('td', { class: 'faint' }, '\u2013');
    const hash = writeRoute('scenarios', [], { area, endpoint: endpoint === target.name ? '' : endpoint });
    const figure = part && part.applicable > 0 ? percent(part) : '\u2013';
    const name = `${area || 'all areas'} on ${endpoint}: ${countsInWords(counts)}`;
    return element(
      'td',
      {},
      inner(
        hash,
        { class: 'cell', 'aria-label': name, 'data-item': true },
        element('span', { class: 'percent' }, figure),
        countsBar(counts),
        element(
          'span',
          { class: 'faint total' },
          String(verdicts.reduce((sum, one) => sum + countOf(counts, one), 0)),
        ),
      ),
    );
  };
  const head = (name) =>
    element(
      'th',
      { scope: 'col' },
      element('bdi', {}, name),
      element('span', { class: 'kind' }, origins.get(name)?.what),
    );
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Areas by endpoint' },
    element('h2', {}, 'Areas'),
    element(
      'table',
      { class: 'matrix' },
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Area'), names.map(head))),
      element(
        'tbody',
        {},
        areas.map((area) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, area),
            names.map((name) => cell(area, name, cells.get(`${area}\n${name}`), share(name, area))),
          ),
        ),
      ),
      element(
        'tfoot',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, 'all'),
          names.map((name) => cell('', name, totalsOf(name), scoreOf(name)?.overall)),
        ),
      ),
    ),
  );
}

function surfacePanel() {
  if (report.surface.length === 0) return null;
  const line = (one) => {
    const bar = element('div', { class: 'meter', 'aria-hidden': 'true' });
    [
      ['answered', one.answered],
      ['refused', one.asked - one.answered],
      ['unasked', one.total - one.asked],
    ].forEach(([name, count]) => {
      const part = element('span', { class: name });
      part.style.flexGrow = String(count);
      bar.append(part);
    });
    return element(
      'li',
      {},
      element(
        'p',
        {},
        one.set,
        ': ',
        element('b', {}, `${one.answered} of ${one.total}`),
        element('span', { class: 'faint' }, ` on ${one.endpoint}, ${one.asked} asked`),
      ),
      bar,
    );
  };
  return element(
    'section',
    { class: 'panel', 'aria-label': 'API surface' },
    element('h2', {}, 'Actions answered'),
    element('ul', { class: 'surface' }, report.surface.map(line)),
  );
}

function knownPanel() {
  const { used, noLongerSeen, expired } = report.known;
  if (used + noLongerSeen.length + expired.length === 0) return null;
  const list = (title, notes) =>
    notes.length > 0 && [
      element('h3', {}, `${title} (${notes.length})`),
      element(
        'ul',
        { class: 'lines' },
        notes.map(([place, text]) => element('li', {}, text, ' ', element('code', { class: 'faint' }, place))),
      ),
    ];
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Known deviations' },
    element('h2', {}, 'Known deviations'),
    element(
      'p',
      {},
      `${used === 1 ? '1 entry' : `${used} entries`} of suites/known/ ${used === 1 ? 'explains' : 'explain'} findings.`,
    ),
    list('Expired: they count again', expired),
    list('No longer seen', noLongerSeen),
  );
}

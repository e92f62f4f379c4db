// Areas by endpoint, API surface, known deviations.

function matrixPanel() {
  const areas = [...new Set(report.areas.map((one) => one.area))].sort();
  const cells = new Map(report.areas.map((one) => [`${one.area}\n${one.endpoint}`, one.counts]));
  const names = [...new Set(report.areas.map((one) => one.endpoint))];
  const cell = (area, endpoint, counts, score) => {
    if (!counts) return element('td', { class: 'faint' }, '\u2013');
    const hash = writeRoute('scenarios', [], { area, endpoint: endpoint === target.name ? '' : endpoint });
    const figures = score && score.applicable > 0 ? [worksOf(score), identicalOf(score)] : ['\u2013', ''];
    const inWords = figures[1] ? `, works ${figures[0]}, identical ${figures[1]}` : '';
    const name = `${area || 'all areas'} on ${endpoint}${inWords}: ${countsInWords(counts)}`;
    return element(
      'td',
      {},
      inner(
        hash,
        { class: 'cell', 'aria-label': name, 'data-item': true },
        figures.map((figure) => element('span', { class: 'percent' }, figure)),
        countsBar(counts),
        element('span', { class: 'faint total' }, countsTotal(counts).toLocaleString('en')),
      ),
    );
  };
  const head = (name) =>
    element(
      'th',
      { scope: 'col' },
      element('bdi', {}, name),
      element('span', { class: 'kind' }, origins.get(name)?.service),
      element(
        'span',
        { class: 'cell', 'aria-hidden': 'true' },
        element('span', { class: 'percent' }, 'works'),
        element('span', { class: 'percent' }, 'identical'),
      ),
    );
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Areas by endpoint' },
    element('h2', {}, 'Areas'),
    element(
      'div',
      { class: 'wide-table' },
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
              names.map((name) => cell(area, name, cells.get(`${area}\n${name}`), areaScore(name, area))),
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
    ),
  );
}

function surfacePanel() {
  const sets = report.surface.flatMap(({ endpoint, sets }) => sets.map((set) => ({ endpoint, ...set })));
  if (sets.length === 0) return null;
  const line = (set) => {
    const bar = element('div', { class: 'meter', 'aria-hidden': 'true' });
    [
      ['working', set.present],
      ['missing', set.called - set.present],
      ['not-called', set.actions - set.called],
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
        set.title,
        ': ',
        element('b', {}, `${set.present} of ${set.actions}`),
        element('span', { class: 'faint' }, ` on ${set.endpoint}, ${set.called} called`),
      ),
      bar,
    );
  };
  return element(
    'section',
    { class: 'panel', 'aria-label': 'API surface' },
    element('h2', {}, 'Working actions'),
    element('ul', { class: 'surface' }, sets.map(line)),
  );
}

function knownPanel() {
  const { used, no_longer_seen: noLongerSeen, expired } = report.known;
  if (used + noLongerSeen.length + expired.length === 0) return null;
  const list = (title, notes) =>
    notes.length > 0 && [
      element('h3', {}, `${title} (${notes.length})`),
      element(
        'ul',
        { class: 'lines' },
        notes.map(({ location, text }) => element('li', {}, text, ' ', element('code', { class: 'faint' }, location))),
      ),
    ];
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Known deviations' },
    element('h2', {}, 'Known deviations'),
    element(
      'p',
      {},
      `${used === 1 ? '1 entry' : `${used} entries`} of suites/known/ in use.`,
    ),
    list('Expired: the findings count again', expired),
    list('No longer seen', noLongerSeen),
  );
}

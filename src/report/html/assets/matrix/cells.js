// Cells, and the parts that several views have.

const signs = {
  identical: '\u2713',
  works: '\u2248',
  broken: '\u2717',
  unsupported: '\u2205',
  blocked: '\u2298',
  flaky: '\u2248\u2717',
};
const NOT_JUDGED = '\u00b7';
const signOf = (verdict) => signs[verdict] ?? NOT_JUDGED;

/** What the signs mean. */
function legend() {
  const entry = ([verdict, sign]) => [
    element('span', { class: `sign ${verdict}`, 'aria-hidden': 'true' }, sign),
    ` ${verdict}`,
  ];
  const entries = [...Object.entries(signs), ['not-judged', NOT_JUDGED]];
  return element(
    'p',
    { class: 'legend-line faint' },
    entries.map((one) => element('span', { class: 'entry' }, entry(one[0] === 'not-judged' ? ['not judged', one[1]] : one))),
    element('span', { class: 'entry' }, element('span', { class: 'known-mark' }, 'k'), ' known'),
  );
}

const rowRoute = (row, at) => writeRoute('scenario', [row.id], { column: at });

/** The name of a cell: for the tooltip, and for screen readers. */
function cellName(row, at) {
  const verdict = row.cells[at];
  const cause = row.causes[at];
  const known = row.known[at] ? ', known' : '';
  return `${row.id} on ${columns[at].heading}: ${verdict}${known}${cause ? `. ${cause.code} ${cause.title}` : ''}`;
}

function scenarioCell(row, at) {
  const verdict = row.cells[at];
  const judged = verdict in signs;
  const content = [
    element('span', { 'aria-hidden': 'true' }, signOf(verdict)),
    row.known[at] && element('span', { class: 'known-mark', 'aria-hidden': 'true' }, 'k'),
  ];
  const name = visible(cellName(row, at));
  return element(
    'td',
    { class: `cell ${judged ? verdict : 'not-judged'}` },
    inner(rowRoute(row, at), { class: 'sign', title: name, 'aria-label': name, tabindex: '-1' }, content),
  );
}

/** What works and, within it, what is identical, as a bar. */
function bothBar(score) {
  const part = (name, width) => {
    const made = element('span', { class: name });
    made.style.width = `${width}%`;
    return made;
  };
  return element(
    'span',
    { class: 'share', 'aria-hidden': 'true' },
    part('identical', score.identical_percent),
    part('works', score.works_percent - score.identical_percent),
  );
}

/** Both figures of a score, and the bar; `best` marks the first of a ranking. */
function scoreCell(score, best = false) {
  if (score.applicable === 0) return element('td', { class: 'score-cell faint' }, '\u2013');
  const [works, identical] = [score.works_percent, score.identical_percent].map((value) => value.toFixed(1));
  return element(
    'td',
    {
      class: best ? 'score-cell best' : 'score-cell',
      title: `works ${works} %, identical ${identical} % of ${plural(score.applicable, 'scenario')}${best ? '; the best of the common scenarios' : ''}`,
    },
    element('b', {}, works),
    ' ',
    element('span', { class: 'faint' }, identical),
    best && element('span', { class: 'star' }, '\u2605', element('span', { class: 'sr' }, ' best')),
    bothBar(score),
  );
}

/** The heads of the columns with these numbers. */
function columnHeads(of) {
  return of.map((at) => {
    const { heading, version, service, started, cautions } = columns[at];
    const title = [`${service}${version ? `, ${version}` : ''}, ${started}`, ...cautions].join('\n');
    return element(
      'th',
      { scope: 'col', class: 'column', title: visible(title) },
      element('bdi', {}, heading),
      cautions.length > 0 && element('span', { class: 'caution-mark' }, ' !'),
      element('span', { class: 'kind' }, version ?? service),
    );
  });
}

/** The run's own page, if the matrix knows where it is. */
function pageLink(column, hash, label) {
  if (!column.page || !/^[\w.~%/-]+$/.test(column.page)) return null;
  const link = element('a', { class: 'page-link' }, label);
  link.setAttribute('href', `${column.page}#${hash}`);
  return link;
}

// The score of the target: what works and what is identical, by expectation and workflow; levels.

const scoreOf = (endpoint) => report.scores.find((score) => score.endpoint === endpoint);

/** The score of an area; generated checks are an area here. */
function areaScore(endpoint, area) {
  const scores = scoreOf(endpoint);
  return area === 'generated' ? scores?.generated : scores?.areas.find((one) => one.name === area)?.score;
}

/** Both figures of a score, always together. */
const worksOf = (score) => percent(score.works_percent);
const identicalOf = (score) => percent(score.identical_percent);

/** What works and, within it, what is identical, as a bar. */
function scoreBar(score) {
  const part = (name, width) => {
    const made = element('span', { class: name });
    made.style.width = `${width}%`;
    return made;
  };
  return element(
    'div',
    { class: 'share', role: 'img', 'aria-label': `works ${worksOf(score)}, identical ${identicalOf(score)}` },
    part('identical', score.identical_percent),
    part('works', score.works_percent - score.identical_percent),
  );
}

/** The big figures: of the scenarios, or of generated checks if a report has nothing else. */
function bigFigures(scores) {
  const [score, noun] =
    scores?.overall.applicable > 0
      ? [scores.overall, 'applicable (a table of cases counts once)']
      : [scores?.generated, 'actions with generated checks'];
  if (!score || score.applicable === 0) return emptyNote('No score: no scenario was judged.');
  const figure = (value, name, meaning) =>
    element(
      'div',
      { class: `figure ${name}`, title: meaning },
      element('b', {}, value),
      element('span', { class: 'name' }, name),
    );
  return [
    element(
      'div',
      { class: 'figures' },
      figure(worksOf(score), 'works', 'A client gets what the scenario states.'),
      figure(identicalOf(score), 'identical', 'Besides, no response deviates from AWS.'),
    ),
    scoreBar(score),
    element(
      'p',
      { class: 'faint' },
      `of ${score.applicable.toLocaleString('en')} ${noun}, suite ${target.suite}`,
    ),
  ];
}

function scorePanel() {
  const scores = scoreOf(target.name);
  const generated = scores?.overall.applicable > 0 ? scores.generated : undefined;
  const rows = [
    ['Must succeed', scores?.succeed],
    ['Must be refused', scores?.refused],
    ['Generated checks, by action', generated],
  ];
  const counts = report.counts;
  const legend = verdicts
    .filter((verdict) => countOf(counts, verdict) > 0)
    .map((verdict) =>
      element(
        'li',
        {},
        inner(
          writeRoute('scenarios', [], { verdict }),
          { class: `legend ${verdict.replace(' ', '-')}` },
          element('b', {}, countOf(counts, verdict).toLocaleString('en')),
          ` ${verdict}`,
        ),
      ),
    );
  const apart = [
    [countsTotal(report.fixtures), 'fixture', '', 'fixtures'],
    [countsTotal(report.run_checks), 'check', ' of the run', 'run-checks'],
  ];
  const marks = [
    counts.known > 0 && [
      inner(writeRoute('scenarios', [], { mark: 'known' }), {}, `${counts.known.toLocaleString('en')} with known deviations only`),
    ],
    ...apart.map(
      ([count, noun, of, area]) =>
        count > 0 && [
          inner(writeRoute('scenarios', [], { area }), {}, plural(count, noun)),
          `${of} with findings, not counted as scenarios`,
        ],
    ),
  ].filter(Boolean);
  return element(
    'section',
    { class: 'panel score', 'aria-label': 'Score' },
    element('h2', {}, 'Score of ', element('bdi', {}, target.name)),
    bigFigures(scores),
    scoreTable(rows),
    element('h3', {}, plural(countsTotal(counts), 'scenario')),
    countsBar(counts),
    element('ul', { class: 'legends' }, legend),
    marks.map((mark) => element('p', { class: 'faint' }, mark)),
    element(
      'p',
      { class: 'faint' },
      report.course && `${report.course}; `,
      `${plural(report.calls, 'call')} in ${report.elapsed}; exit ${report.exit}: ${report.exit_meaning}`,
    ),
  );
}

/** Rows of names and scores; null if nothing in them is applicable. */
function scoreTable(rows, head = '') {
  const applicable = rows.filter(([, score]) => score?.applicable > 0);
  if (applicable.length === 0) return null;
  const row = ([name, score]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element('td', { class: 'bar-cell' }, scoreBar(score)),
      element('td', { class: 'number' }, worksOf(score)),
      element('td', { class: 'number' }, identicalOf(score)),
      element('td', { class: 'number faint' }, score.applicable.toLocaleString('en')),
    );
  const columns = [head, '', 'works', 'identical', 'of'].map((name, at) =>
    element('th', { scope: 'col', class: at > 1 ? 'number' : at === 1 && 'bar-cell' }, name),
  );
  return element(
    'table',
    { class: 'scores' },
    element('thead', {}, element('tr', {}, columns)),
    element('tbody', {}, applicable.map(row)),
  );
}

function workflowPanel() {
  const scores = scoreOf(target.name);
  const table = scoreTable(scores?.workflows.map(({ name, score }) => [name.replaceAll('-', ' '), score]) ?? []);
  return (
    table && element('section', { class: 'panel', 'aria-label': 'Workflows' }, element('h2', {}, 'By workflow'), table)
  );
}

const IN_THE_WAY = 3;

/** Whether each level is reached, and what stands in the way. */
function levelPanel() {
  const levels = scoreOf(target.name)?.levels ?? [];
  if (levels.length === 0 && !report.shape) return null;
  const signs = new Map([
    [true, ['improvement', '\u2713']],
    [false, ['regression', '\u2717']],
    [null, ['faint', '?']],
  ]);
  const linked = (id) => {
    const number = rowNumber(target.name, id);
    return element('li', {}, number === undefined ? id : inner(scenarioRoute(report.scenarios[number]), {}, id));
  };
  const item = (level, at) => {
    const [name, sign] = signs.get(level.reached);
    const [first, others] = [level.in_the_way.slice(0, IN_THE_WAY), level.in_the_way.slice(IN_THE_WAY)];
    return element(
      'li',
      { class: 'level' },
      element('span', { class: `sign ${name}`, 'aria-hidden': 'true' }, sign),
      element('p', {}, report.levels[at]),
      first.length > 0 && element('ul', { class: 'lines' }, first.map(linked)),
      others.length > 0 &&
        folded(`${others.length} more`, { class: 'print' }, () => element('ul', { class: 'lines' }, others.map(linked))),
    );
  };
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Levels and shape' },
    element('h2', {}, levels.length > 0 ? 'Levels' : 'Shape'),
    element('ul', { class: 'levels' }, levels.map(item)),
    report.shape && element('p', { class: 'shape' }, element('b', {}, 'Shape: '), report.shape),
  );
}

function totalsOf(endpoint, counts = () => true) {
  const sum = Object.fromEntries(verdicts.map((verdict) => [countKey(verdict), 0]));
  for (const area of report.areas.filter((one) => one.endpoint === endpoint && counts(one.area))) {
    for (const key of Object.keys(sum)) sum[key] += area.counts[key];
  }
  return sum;
}


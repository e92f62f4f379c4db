// The overview: score, changes, endpoints, areas by endpoint, most severe causes.

const WORST = 12;
const REFERENCE_CAUSES = 4;

function overview() {
  return [
    report.problems.map(problemNote),
    element('div', { class: 'columns' }, scorePanel(), changePanel()),
    element(
      'section',
      { class: 'panel', 'aria-label': 'Endpoints' },
      element('h2', {}, 'Endpoints'),
      element('div', { class: 'origins' }, report.origins.map(originCard)),
    ),
    element(
      'div',
      { class: 'columns wide' },
      matrixPanel(),
      element('div', {}, worstPanel(), surfacePanel(), knownPanel(), referencePanel()),
    ),
  ];
}

function problemNote(problem) {
  return element(
    'section',
    { class: 'problem', role: 'alert' },
    element('p', {}, element('strong', {}, problem.message)),
    problem.details.length > 0 &&
      folded(plural(problem.details.length, 'detail'), {}, () =>
        element(
          'ul',
          {},
          problem.details.map((one) => element('li', {}, one)),
        ),
      ),
  );
}

const scoreOf = (endpoint) => report.scores.find((score) => score.endpoint === endpoint);

/** The score of an area; generated checks are an area here. */
function areaScore(endpoint, area) {
  const scores = scoreOf(endpoint);
  return area === 'generated' ? scores?.generated : scores?.areas.find((one) => one.area === area)?.score;
}

function scorePanel() {
  const scores = scoreOf(target.name);
  const score = scores?.overall.applicable > 0 ? scores : undefined;
  const generated = scores?.generated;
  const counts = totalsOf(target.name, (area) => area !== 'fixtures' && area !== 'generated');
  const legend = verdicts
    .filter((verdict) => countOf(counts, verdict) > 0)
    .map((verdict) => {
      const hash = writeRoute('scenarios', [], { verdict });
      return element(
        'li',
        {},
        inner(
          hash,
          { class: `legend ${verdict.replace(' ', '-')}` },
          element('b', {}, countOf(counts, verdict).toLocaleString('en')),
          ` ${verdict}`,
        ),
      );
    });
  return element(
    'section',
    { class: 'panel score', 'aria-label': 'Score' },
    element('h2', {}, 'Score of ', element('bdi', {}, target.name)),
    element(
      'p',
      { class: 'figure' },
      score ? percent(score.overall) : countOf(counts, 'conformant').toLocaleString('en'),
    ),
    element(
      'p',
      { class: 'faint' },
      score
        ? `${score.overall.conformant} of ${plural(score.overall.applicable, 'applicable scenario')} conformant, suite ${target.suite}`
        : `conformant scenarios of ${verdicts.reduce((sum, verdict) => sum + countOf(counts, verdict), 0)}, suite ${target.suite}`,
    ),
    generated &&
      element(
        'p',
        { class: 'faint' },
        `Generated checks: ${generated.conformant} of ${generated.applicable} applicable conformant (${percent(generated)})`,
      ),
    countsBar(counts),
    element('ul', { class: 'legends' }, legend),
    element(
      'p',
      { class: 'faint' },
      `${plural(report.calls, 'call')} in ${report.elapsed}; exit ${report.exit}: ${report.exit_meaning}`,
    ),
  );
}

function totalsOf(endpoint, counts = () => true) {
  const sum = Object.fromEntries(verdicts.map((verdict) => [countKey(verdict), 0]));
  for (const area of report.areas.filter((one) => one.endpoint === endpoint && counts(one.area))) {
    for (const key of Object.keys(sum)) sum[key] += area.counts[key];
  }
  return sum;
}

function changePanel() {
  const { change } = report;
  const panel = (...content) =>
    element(
      'section',
      { class: 'panel change', 'aria-label': 'Changes' },
      element('h2', {}, 'Changes'),
      content,
    );
  if (!change) return panel(emptyNote('Not compared with an earlier run.'));
  const line = ({ direction, text, scenario }) => {
    const number = scenario ? rowNumber(scenario.endpoint, scenario.scenario) : undefined;
    return element(
      'li',
      { class: direction },
      number === undefined ? text : inner(scenarioRoute(report.scenarios[number]), {}, text),
    );
  };
  return panel(
    element('p', { class: 'headline' }, change.headline),
    element(
      'p',
      {},
      element('span', { class: 'regression' }, plural(change.regressions, 'regression')),
      ', ',
      element('span', { class: 'improvement' }, plural(change.improvements, 'improvement')),
      element('span', { class: 'faint' }, ` since ${change.since}`),
    ),
    element('ul', { class: 'lines' }, change.lines.slice(0, 12).map(line)),
    change.lines.length > 12 &&
      folded(`${change.lines.length - 12} more`, { class: 'print' }, () =>
        element('ul', { class: 'lines' }, change.lines.slice(12).map(line)),
      ),
  );
}

function originCard(origin) {
  return element(
    'article',
    { class: `origin ${origin.service_kind}` },
    element(
      'h3',
      {},
      element('span', { class: 'faint' }, `${origin.role} `),
      element('bdi', {}, origin.name),
      ' ',
      element('span', { class: 'kind' }, origin.service),
    ),
    definitions([
      ['URL', element('code', {}, origin.url)],
      ['Region', origin.region],
      ['API version', origin.api_version],
      ['Recorded', element('time', { datetime: origin.recorded }, origin.recorded.replace('T', ' '))],
      ['Run', element('code', {}, origin.run)],
      ['Versions', `ec2-compat ${origin.tool}, suite ${origin.suite}`],
      ['Omitted parameters', origin.omit_parameters.join(', ')],
    ]),
    origin.caution && element('p', { class: 'caution' }, origin.caution),
  );
}

function worstPanel() {
  const [counting, known] = ['counts', 'known'].map((standing) =>
    report.causes.filter((cause) => cause.of === target.name && cause.standing === standing),
  );
  const own = counting.length > 0 ? counting : known;
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Most severe causes' },
    element('h2', {}, 'Most severe causes'),
    own === known && emptyNote(known.length > 0 ? 'No new deviations. Known ones:' : 'No deviations.'),
    causeList(own.slice(0, WORST)),
    own.length > WORST && element('p', {}, inner('findings', {}, `All ${plural(own.length, 'cause')}`)),
  );
}

/** Deviations of the reference: differences from it there are not evidence against the target. */
function referencePanel() {
  const causes = report.causes.filter((cause) => reference && cause.of === (recorded ? RECORDED : reference.name));
  if (causes.length === 0) return null;
  const all = writeRoute('findings', [], { endpoint: causes[0].of });
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Deviations of the reference' },
    element('h2', {}, 'Deviations of the reference'),
    element('p', { class: 'faint' }, 'The reference or the suite is wrong.'),
    causeList(causes.slice(0, REFERENCE_CAUSES)),
    causes.length > REFERENCE_CAUSES && element('p', {}, inner(all, {}, `All ${plural(causes.length, 'cause')}`)),
  );
}

function causeList(causes) {
  const line = (cause) => element('li', {}, inner(causeRoute(cause), { 'data-item': true }, causeLine(cause)));
  return element('ol', { class: 'causes' }, causes.map(line));
}

// The overview: score, changes, next fixes, endpoints, areas by endpoint, most severe causes.

const WORST = 12;
const REFERENCE_CAUSES = 4;

function overview() {
  const beside = [report.change && changePanel(), levelPanel()].filter(Boolean);
  // With several endpoints the table of areas needs the whole width.
  const several = new Set(report.areas.map((one) => one.endpoint)).size > 1;
  return [
    report.problems.map(problemNote),
    element(
      'div',
      { class: beside.length > 0 ? 'columns' : 'whole' },
      element('div', {}, scorePanel(), workflowPanel()),
      beside.length > 0 && element('div', {}, beside),
    ),
    fixesPanel(),
    several && matrixPanel(),
    element(
      'div',
      { class: 'columns wide' },
      element('div', {}, several ? worstPanel() : matrixPanel()),
      several
        ? element('div', {}, referencePanel(), surfacePanel(), knownPanel())
        : element('div', {}, worstPanel(), surfacePanel(), knownPanel(), referencePanel()),
    ),
    element(
      'section',
      { class: 'panel', 'aria-label': 'Endpoints' },
      element('h2', {}, 'Endpoints'),
      element('div', { class: 'origins' }, report.origins.map(originCard)),
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

function changePanel() {
  const { change } = report;
  const panel = (...content) =>
    element(
      'section',
      { class: 'panel change', 'aria-label': 'Changes' },
      element('h2', {}, 'Changes'),
      content,
    );
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
  const [counting, known] = ['counts', 'known'].map((disposition) =>
    report.causes.filter((cause) => cause.of === target.name && cause.disposition === disposition),
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

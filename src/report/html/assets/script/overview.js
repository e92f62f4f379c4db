// The first view: score, what changed, from what it was recorded, areas by endpoint, the worst causes.

const WORST = 12;
const DOUBTS = 4;

function overview() {
  return [
    report.troubles.map(troubleNote),
    element('div', { class: 'columns' }, scorePanel(), changePanel()),
    element(
      'section',
      { class: 'panel', 'aria-label': 'Recorded from' },
      element('h2', {}, 'Recorded from'),
      element('div', { class: 'origins' }, report.origins.map(originCard)),
    ),
    element(
      'div',
      { class: 'columns wide' },
      matrixPanel(),
      element('div', {}, worstPanel(), surfacePanel(), knownPanel(), doubtPanel()),
    ),
  ];
}

function troubleNote(trouble) {
  return element(
    'section',
    { class: 'trouble', role: 'alert' },
    element('p', {}, element('strong', {}, trouble.message)),
    trouble.details.length > 0 &&
      folded(plural(trouble.details.length, 'particular'), {}, () =>
        element(
          'ul',
          {},
          trouble.details.map((one) => element('li', {}, one)),
        ),
      ),
  );
}

const scoreOf = (endpoint) => report.scores.find((score) => score.endpoint === endpoint);

function scorePanel() {
  const scores = scoreOf(target.name);
  const score = scores?.overall.applicable > 0 ? scores : undefined;
  const generated = scores?.areas.find(([area]) => area === 'generated')?.[1];
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
        `Beside them ${generated.conformant} of ${plural(generated.applicable, 'applicable generated check')} conformant: ${percent(generated)}`,
      ),
    countsBar(counts),
    element('ul', { class: 'legends' }, legend),
    element(
      'p',
      { class: 'faint' },
      `${plural(report.calls, 'call')} in ${report.elapsed}; exit ${report.exit[0]}: ${report.exit[1]}`,
    ),
  );
}

function totalsOf(endpoint, counts = () => true) {
  const sum = Object.fromEntries(verdicts.map((verdict) => [verdict.replace(' ', '-'), 0]));
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
      { class: 'panel change', 'aria-label': 'Since the last run' },
      element('h2', {}, 'Since the last run'),
      content,
    );
  if (!change) return panel(emptyNote('No earlier run to compare with.'));
  const line = ([direction, text, scenario]) => {
    const number = scenario ? rowNumber(...scenario) : undefined;
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
      element('span', { class: 'worse' }, `${change.worse} worse`),
      ', ',
      element('span', { class: 'better' }, `${change.better} better`),
      element('span', { class: 'faint' }, ` than ${change.since}`),
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
    { class: `origin ${origin.kind}` },
    element(
      'h3',
      {},
      element('span', { class: 'faint' }, `${origin.role} `),
      element('bdi', {}, origin.name),
      ' ',
      element('span', { class: 'kind' }, origin.what),
    ),
    definitions([
      ['URL', element('code', {}, origin.url)],
      ['Region', origin.region],
      ['API version', origin.apiVersion],
      ['Recorded', element('time', { datetime: origin.recorded }, origin.recorded.replace('T', ' '))],
      ['Run', element('code', {}, origin.run)],
      ['Versions', `ec2-compat ${origin.tool}, suite ${origin.suite}`],
      ['Left out of calls', origin.omit.join(', ')],
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
    { class: 'panel', 'aria-label': 'Worst causes' },
    element('h2', {}, 'Worst causes'),
    own === known && emptyNote(known.length > 0 ? 'All of them are known.' : 'Nothing is held against it.'),
    causeList(own.slice(0, WORST)),
    own.length > WORST && element('p', {}, inner('findings', {}, `All ${plural(own.length, 'cause')}`)),
  );
}

/** Where the reference breaks what AWS documents, what differs from it says nothing of the target. */
function doubtPanel() {
  const theirs = report.causes.filter((cause) => reference && cause.of === (recorded ? RECORDED : reference.name));
  if (theirs.length === 0) return null;
  const all = writeRoute('findings', [], { endpoint: theirs[0].of });
  return element(
    'section',
    { class: 'panel', 'aria-label': 'The reference is wrong here, or the suite is' },
    element('h2', {}, 'The reference is wrong here, or the suite is'),
    causeList(theirs.slice(0, DOUBTS)),
    theirs.length > DOUBTS && element('p', {}, inner(all, {}, `All ${plural(theirs.length, 'cause')}`)),
  );
}

function causeList(causes) {
  const line = (cause) => element('li', {}, inner(causeRoute(cause), { 'data-item': true }, causeLine(cause)));
  return element('ol', { class: 'causes' }, causes.map(line));
}

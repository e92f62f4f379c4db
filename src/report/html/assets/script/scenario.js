// One scenario: what was found, what was ignored, and its transcript.

function scenarioView([endpoint, id], query) {
  const number = rowNumber(endpoint, id);
  if (number === undefined)
    return [element('h1', {}, 'No such scenario'), emptyNote(`This report has no ${id} on ${endpoint}.`)];
  const row = report.scenarios[number];
  const body = element('div', { 'aria-busy': 'true' }, emptyNote('Unpacking ...'));
  fillScenario(row, number, body, query.get('step')).catch((error) => {
    body.replaceChildren(
      emptyNote(`This browser could not unpack the transcript (${error.message}). The run's record has it.`),
    );
  });
  return [
    element(
      'nav',
      { class: 'crumbs', 'aria-label': 'Place' },
      inner('scenarios', {}, 'Scenarios'),
      ' / ',
      inner(
        writeRoute('scenarios', [], { area: row.area, endpoint: endpoint === target.name ? '' : endpoint }),
        {},
        row.area,
      ),
    ),
    element(
      'h1',
      {},
      badge(row.verdict),
      ' ',
      element('bdi', {}, row.id),
      element('span', { class: 'faint' }, ' on ', element('bdi', {}, endpointName(endpoint))),
    ),
    element('p', { class: 'about' }, row.about),
    row.reason && element('p', { class: 'reason' }, row.reason),
    element('p', { class: 'faint' }, `${row.file}:${row.line}, ${plural(row.calls, 'call')}, ${row.elapsed}`),
    body,
  ];
}

/** The other side: the reference's for the target, the target's for another endpoint. */
function counterpart(row, number) {
  if (row.endpoint === target.name && recorded) {
    return {
      origin: recorded,
      role: 'recorded reference',
      key: `reference-${number}`,
      findings: `theirs-${number}`,
    };
  }
  const other = row.endpoint === target.name ? reference : target;
  const theirs = other && rowNumber(other.name, row.id);
  if (theirs === undefined || theirs === number) return null;
  return { origin: other, role: other.role, key: `run-${theirs}`, findings: `details-${theirs}` };
}

async function fillScenario(row, number, body, step) {
  const other = counterpart(row, number);
  const [details, own, theirs, doubts] = await Promise.all([
    fetchPacked(`details-${number}`),
    fetchPacked(`run-${number}`),
    other && fetchPacked(other.key),
    other && fetchPacked(other.findings),
  ]);
  const role = (name) => origins.get(name)?.role ?? 'endpoint';
  const sides = [];
  if (theirs)
    sides.push({ role: other.role, name: other.origin.name, what: other.origin.what, transcript: theirs });
  if (own) {
    const what = origins.get(row.endpoint)?.what;
    sides.push({ role: role(row.endpoint), name: row.endpoint, what, transcript: own });
  }
  body.replaceChildren();
  body.removeAttribute('aria-busy');
  add(body, [
    details.leftovers.length > 0 &&
      element(
        'section',
        { class: 'trouble' },
        element('p', {}, element('strong', {}, 'May have been left behind')),
        element('ul', {}, asItems(details.leftovers)),
      ),
    findingsOf(details.findings),
    doubts && doubtsOf(doubts.findings, other),
    comparedNote(details.compared),
    sides.length > 0
      ? transcriptOf(sides, details, step)
      : emptyNote('The report was made without the transcript of this scenario; the run has it.'),
  ]);
  const named = step && [...body.querySelectorAll('[data-step]')].find((one) => one.dataset.step === step);
  named?.scrollIntoView({ block: 'start' });
}

const asItems = (texts) => texts.map((text) => element('li', {}, text));

/** What was found in the other side's answers. */
function doubtsOf(findings, other) {
  if (findings.length === 0) return null;
  const title =
    other.origin.role === 'target' ? 'Found on the target' : 'The reference is wrong here, or the suite is';
  return folded(`${title} (${findings.length})`, { class: 'item print' }, () =>
    findings.map((finding) =>
      element('div', { class: 'doubt' }, element('code', { class: 'faint' }, finding.step), findingBody(finding)),
    ),
  );
}

function findingsOf(findings) {
  if (findings.length === 0) return null;
  const item = (finding, position) => {
    const kind = kinds.get(finding.code);
    const subject = finding.operation ?? kind.title;
    const line = [
      severityMark(kind.severity),
      element('span', { class: 'code' }, finding.code),
      element(
        'span',
        { class: 'gist' },
        !finding.message.startsWith(subject) && [element('b', {}, subject), ' '],
        finding.message,
      ),
      standingMark(finding.standing.standing),
      element('code', { class: 'faint' }, finding.step),
    ];
    return folded(
      line,
      { class: `item print ${finding.standing.standing}` },
      () => [
        findingBody(finding),
        element(
          'p',
          { class: 'faint' },
          finding.place,
          ', fingerprint ',
          element('code', {}, finding.fingerprint),
        ),
      ],
      position === 0,
    );
  };
  return element(
    'section',
    { 'aria-label': 'Findings' },
    element('h2', {}, plural(findings.length, 'finding')),
    findings.map(item),
  );
}

/** What the comparison with the reference looked at and passed over: nothing is hidden. */
function comparedNote(compared) {
  if (!compared) return null;
  const row = (one) =>
    element(
      'tr',
      {},
      [one.step, one.path, one.rule].map((text) => element('td', {}, element('code', {}, text))),
    );
  const table = () =>
    element(
      'table',
      { class: 'ignored' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ['Step', 'Member', 'Rule'].map((name) => element('th', { scope: 'col' }, name)),
        ),
      ),
      element('tbody', {}, compared.ignored.map(row)),
    );
  return element(
    'section',
    { 'aria-label': 'Comparison' },
    element('h2', {}, 'Compared with ', element('bdi', {}, compared.reference)),
    element('p', {}, `${plural(compared.steps, 'step')} compared.`),
    compared.ignored.length > 0 &&
      folded(
        `What was ignored, and by which rule (${compared.ignored.length})`,
        { class: 'item print ignored' },
        table,
      ),
  );
}

// One scenario: findings, ignored differences, transcript.

function scenarioView([endpoint, id], query) {
  const number = rowNumber(endpoint, id);
  if (number === undefined)
    return [element('h1', {}, 'No such scenario'), emptyNote(`This report has no ${id} on ${endpoint}.`)];
  const row = report.scenarios[number];
  const body = element('div', { 'aria-busy': 'true' }, emptyNote('Loading ...'));
  fillScenario(row, number, body, query.get('step')).catch((error) => {
    body.replaceChildren(
      emptyNote(`The transcript could not be loaded (${error.message}). The recorded run has it.`),
    );
  });
  return [
    element(
      'nav',
      { class: 'crumbs', 'aria-label': 'Breadcrumbs' },
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
      row.known && [' ', dispositionMark('known')],
      ' ',
      element('bdi', {}, row.id),
      element('span', { class: 'faint' }, ' on ', element('bdi', {}, endpointName(endpoint))),
    ),
    element('p', { class: 'about' }, row.about),
    row.reason && element('p', { class: 'reason' }, row.reason),
    element('p', { class: 'faint' }, `${row.file}:${row.line}, ${plural(row.calls, 'call')}, ${row.elapsed}`),
    row.attempts && attemptsOf(row),
    row.again && copyable('command that runs the scenario again', row.again, 'Run this scenario again'),
    body,
  ];
}

/** The attempts of a scenario; findings and transcript below are those of the last. */
function attemptsOf(row) {
  const line = ([number, verdict, reason, elapsed]) =>
    element('li', {}, `attempt ${number}: `, badge(verdict), ` ${elapsed}`, reason && `; ${reason}`);
  const count = plural(row.attempts.length, 'attempt');
  return element(
    'section',
    { 'aria-label': 'Attempts' },
    element('p', {}, `${count}; the transcript is that of the last one.`),
    element('ul', { class: 'attempts' }, row.attempts.map(line)),
  );
}

/** The other endpoint's data of the same scenario: the reference's for the target, the target's for a reference. */
function counterpart(row, number) {
  if (row.endpoint === target.name && recorded) {
    return {
      origin: recorded,
      role: 'recorded reference',
      key: `reference-${number}`,
      findings: `reference-details-${number}`,
    };
  }
  const other = row.endpoint === target.name ? reference : target;
  const otherNumber = other && rowNumber(other.name, row.id);
  if (otherNumber === undefined || otherNumber === number) return null;
  return { origin: other, role: other.role, key: `run-${otherNumber}`, findings: `details-${otherNumber}` };
}

async function fillScenario(row, number, body, step) {
  const other = counterpart(row, number);
  const [details, transcript, otherTranscript, otherDetails] = await Promise.all([
    fetchPacked(`details-${number}`),
    fetchPacked(`run-${number}`),
    other && fetchPacked(other.key),
    other && fetchPacked(other.findings),
  ]);
  const role = (name) => origins.get(name)?.role ?? 'endpoint';
  const sides = [];
  if (otherTranscript) {
    const { name, service } = other.origin;
    sides.push({ role: other.role, name, service, transcript: otherTranscript });
  }
  if (transcript) {
    const service = origins.get(row.endpoint)?.service;
    sides.push({ role: role(row.endpoint), name: row.endpoint, service, transcript });
  }
  body.replaceChildren();
  body.removeAttribute('aria-busy');
  add(body, [
    details.leftovers.length > 0 &&
      element(
        'section',
        { class: 'problem' },
        element('p', {}, element('strong', {}, 'Resources that may not have been deleted')),
        element('ul', {}, asItems(details.leftovers)),
      ),
    details.unproven && element('p', { class: 'note' }, `unproven: ${details.unproven}`),
    findingsOf(details.findings),
    otherDetails && otherFindings(otherDetails.findings, other),
    comparedNote(details.compared),
    sides.length > 0
      ? transcriptOf(sides, details, step)
      : emptyNote('This report has no transcript of the scenario; the recorded run has it.'),
  ]);
  const named = step && [...body.querySelectorAll('[data-step]')].find((one) => one.dataset.step === step);
  named?.scrollIntoView({ block: 'start' });
}

const asItems = (texts) => texts.map((text) => element('li', {}, text));

/** Findings in the responses of the other endpoint. */
function otherFindings(findings, other) {
  if (findings.length === 0) return null;
  const title =
    other.origin.role === 'target'
      ? 'Findings on the target'
      : 'Deviations of the reference: the reference or the suite is wrong';
  return folded(`${title} (${findings.length})`, { class: 'item print' }, () =>
    findings.map((finding) =>
      element('div', { class: 'other-finding' }, element('code', { class: 'faint' }, finding.step), findingBody(finding)),
    ),
  );
}

function findingsOf(findings) {
  if (findings.length === 0) return null;
  const item = (finding, position) => {
    const kind = kinds.get(finding.code);
    const subject = finding.operation ?? kind.title;
    const line = [
      severityMark(finding.severity),
      element('span', { class: 'code' }, finding.code),
      element(
        'span',
        { class: 'summary' },
        !finding.message.startsWith(subject) && [element('b', {}, subject), ' '],
        finding.message,
      ),
      dispositionMark(finding.disposition.status),
      element('code', { class: 'faint' }, finding.step),
    ];
    return folded(
      line,
      { class: `item print ${finding.disposition.status}` },
      () => [
        findingBody(finding),
        element(
          'p',
          { class: 'faint' },
          finding.location,
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

/** Steps that were compared with the reference, and the differences that were ignored. */
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
        `Ignored differences (${compared.ignored.length})`,
        { class: 'item print ignored' },
        table,
      ),
  );
}

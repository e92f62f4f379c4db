// The responses of a step: their difference, the responses themselves, raw requests and responses.

function tabbed(tabs) {
  const body = element('div', { class: 'tab-body' });
  const choose = (name) => {
    body.replaceChildren();
    add(body, [tabs[name]()]);
    buttons.forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.tab === name)));
  };
  const buttons = Object.keys(tabs).map((name) =>
    button(name, { class: 'tab', 'data-tab': name }, () => choose(name)),
  );
  choose(Object.keys(tabs)[0]);
  return element(
    'div',
    { class: 'tabs' },
    element('div', { role: 'group', 'aria-label': 'Format of the responses' }, buttons),
    body,
  );
}

function responseText(step, call) {
  const last = lastAttempt(call);
  if (!last) return step?.blocked ?? 'no request was sent';
  if (last.failure) return `${last.failure.kind}: ${last.failure.detail}`;
  return last.response ? indented(bodyText(last.response.body)) || '[empty]' : 'no response';
}

function sideBySide(sides, steps, calls, textOf) {
  return element(
    'div',
    { class: 'sides' },
    sides.map((side, number) =>
      element('div', {}, sideTitle(sides, number), element('pre', {}, textOf(steps[number], calls[number]))),
    ),
  );
}

const CONTEXT = 3;

/** Both responses with the lines that differ marked, and equal lines collapsed. */
function differenceOf(sides, steps, calls) {
  const comparable = comparableTexts(steps);
  const texts = comparable ?? steps.map((step, number) => responseText(step, calls[number]));
  const pairs = compareLines(texts[0].split('\n'), texts[1].split('\n'));
  const differs = ([left, right]) => left !== right;
  const near = (position) => pairs.slice(Math.max(0, position - CONTEXT), position + CONTEXT + 1).some(differs);
  const basis = comparable
    ? 'As the reference oracle compares them: ids are symbols, and values that vary are reduced to their form.'
    : 'The responses as received: ids and times always differ.';
  if (!pairs.some(differs)) return [element('p', { class: 'faint' }, basis), emptyNote('No difference.')];
  const body = element('tbody', {});
  const line = ([left, right]) =>
    element(
      'tr',
      { class: left === right ? null : 'differs' },
      element('td', { class: left === right ? null : 'left' }, left ?? ''),
      element('td', { class: left === right ? null : 'right' }, right ?? ''),
    );
  for (let position = 0; position < pairs.length;) {
    let end = position;
    while (end < pairs.length && near(end) === near(position)) end += 1;
    const part = pairs.slice(position, end);
    if (near(position) || part.length < 3) body.append(...part.map(line));
    else {
      const opener = element('tr', { class: 'equal' });
      opener.append(
        element(
          'td',
          { colspan: '2' },
          button(plural(part.length, 'equal line'), {}, () => opener.replaceWith(...part.map(line))),
        ),
      );
      body.append(opener);
    }
    position = end;
  }
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      sides.map((_, number) => element('th', { scope: 'col' }, sideTitle(sides, number))),
    ),
  );
  return [element('p', { class: 'faint' }, basis), element('table', { class: 'diff' }, head, body)];
}

function rawSides(sides, steps) {
  return element(
    'div',
    { class: 'sides' },
    sides.map((side, number) =>
      element(
        'div',
        {},
        sideTitle(sides, number),
        (steps[number]?.observations ?? []).map((one, position) =>
          rawObservation(one, position, steps[number].observations.length),
        ),
      ),
    ),
  );
}

function rawObservation(observation, position, count) {
  const attempts = observation.attempts.length;
  const attempt = (one, number) => {
    const of = [count > 1 && `call ${position + 1} of ${count}`, attempts > 1 && `attempt ${number + 1}`];
    const name = observation.operation ?? one.request.method;
    const title = [name, ...of, observation.purpose, lasting(one.elapsed_us)].filter(Boolean).join(', ');
    return folded(
      title,
      { class: 'raw' },
      () => [
        element('pre', {}, message(`${one.request.method} ${one.request.url}`, one.request)),
        element(
          'pre',
          {},
          one.response
            ? message(`HTTP ${one.response.status}`, one.response)
            : `${one.failure?.kind ?? 'no response'}: ${one.failure?.detail ?? ''}`,
        ),
      ],
      count === 1,
    );
  };
  return observation.attempts.map(attempt);
}

/** A raw HTTP message. */
function message(first, { headers, body }) {
  return [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', bodyText(body)].join('\n');
}

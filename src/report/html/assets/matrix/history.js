// The runs of one endpoint over time: lines of what works and what is identical, and what changed at each step.

const SVG = 'http://www.w3.org/2000/svg';

/** An element of a drawing; like `element`, it takes no text as markup. */
function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (isActive.test(key)) throw new Error(`${key} is not an attribute to set from data`);
    made.setAttribute(key, String(value));
  }
  return add(made, children);
}

function historyPanel() {
  const [width, height, left, right, bottom] = [960, 260, 44, 150, 40];
  const x = (at) => left + (columns.length > 1 ? (at * (width - left - right)) / (columns.length - 1) : 0);
  const y = (value) => 10 + ((100 - value) * (height - bottom - 10)) / 100;
  const line = (name, valueOf) => [
    shape('polyline', { class: `line ${name}`, points: columns.map((column, at) => `${x(at)},${y(valueOf(column))}`).join(' ') }),
    columns.map((column, at) =>
      shape('circle', { class: `dot ${name}`, cx: x(at), cy: y(valueOf(column)), r: 4 }, shape('title', {}, `${column.heading}: ${name} ${percent(valueOf(column))}`)),
    ),
    shape('text', { class: 'label', x: x(columns.length - 1) + 10, y: y(valueOf(columns.at(-1))) + 4 }, `${name} ${percent(valueOf(columns.at(-1)))}`),
  ];
  const grid = [0, 25, 50, 75, 100].map((value) => [
    shape('line', { class: 'grid', x1: left, x2: width - right, y1: y(value), y2: y(value) }),
    shape('text', { class: 'tick', x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, `${value} %`),
  ]);
  // As many names as fit beside one another.
  const every = Math.ceil(columns.length / 8);
  const names = columns.map((column, at) =>
    at % every === 0 && shape('text', { class: 'tick', x: x(at), y: height - 14, 'text-anchor': at === 0 ? 'start' : 'middle' }, column.heading.slice(0, 16)),
  );
  const words = `Works from ${percent(columns[0].score.works_percent)} to ${percent(columns.at(-1).score.works_percent)}, identical from ${percent(columns[0].score.identical_percent)} to ${percent(columns.at(-1).score.identical_percent)}`;
  return panel(
    'Works and identical',
    element('p', {}, words),
    shape(
      'svg',
      { class: 'history', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words },
      grid,
      names,
      line('works', (column) => column.score.works_percent),
      line('identical', (column) => column.score.identical_percent),
    ),
  );
}

function stepsPanel() {
  const ids = (title, list, at, direction) =>
    list.length > 0 &&
    folded(element('span', { class: direction }, `${title} (${list.length.toLocaleString('en')})`), { class: 'print' }, () =>
      element('ul', { class: 'lines' }, list.map((id) => element('li', { class: direction }, inner(rowRoute({ id }, at), {}, id)))),
    );
  const titles = (title, list, direction) =>
    list.length > 0 &&
    folded(element('span', {}, `${title} (${list.length.toLocaleString('en')})`), { class: 'print' }, () =>
      element(
        'ul',
        { class: 'lines' },
        list.map((fingerprint) => {
          const cause = causes[causeNumbers.get(fingerprint)];
          return element('li', { class: direction }, inner(writeRoute('cause', [fingerprint]), {}, cause ? `${cause.code} ${cause.title}` : fingerprint));
        }),
      ),
    );
  const step = (one, at) => {
    const parts = [
      ids('No longer work', one.regressions, at + 1, 'regression'),
      ids('Work now', one.improvements, at + 1, 'improvement'),
      ids('Still work, no longer identical', one.identical_before, at + 1, 'regression'),
      ids('Worked before, identical now', one.identical_after, at + 1, 'improvement'),
      titles('New causes', one.causes_new, 'regression'),
      titles('Causes gone', one.causes_gone, 'improvement'),
      one.judged_before > 0 && element('p', { class: 'faint' }, `${plural(one.judged_before, 'scenario')} judged in the earlier run only`),
      one.judged_after > 0 && element('p', { class: 'faint' }, `${plural(one.judged_after, 'scenario')} judged in the later run only`),
    ].filter(Boolean);
    return element(
      'section',
      { class: 'step-change' },
      element('h3', {}, element('bdi', {}, one.from), ' \u2192 ', element('bdi', {}, one.to)),
      parts.length > 0 ? parts : emptyNote('Nothing that both runs judged changed.'),
    );
  };
  return panel('What changed at each step', matrix.steps.map(step));
}

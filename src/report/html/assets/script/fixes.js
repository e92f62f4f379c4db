// The next fixes: what each gains alone, and together with those above it.

function fixesPanel() {
  const fixes = report.fixes.find((one) => one.endpoint === target.name)?.fixes ?? [];
  if (fixes.length === 0) return null;
  const now = scoreOf(target.name).overall;
  const gain = (then, before) => `+${(then - before).toFixed(1)}`;
  const rise = (before, then) => `${before.toFixed(1)} \u2192 ${percent(then)}`;
  const pair = (works, identical) => [
    element('td', { class: 'number' }, works),
    element('td', { class: 'number' }, identical),
  ];
  const row = (fix, at) =>
    element(
      'tr',
      {},
      element('td', { class: 'number faint' }, String(at + 1)),
      element(
        'td',
        { class: 'fix' },
        fixTitle(fix),
        fix.known && element('p', { class: 'faint' }, 'known: ', element('code', {}, fix.known), ' ', fix.link && outer(fix.link, lastPart(fix.link))),
      ),
      element('td', { class: 'number faint' }, fix.scenarios.toLocaleString('en')),
      pair(gain(fix.alone.works_percent, now.works_percent), gain(fix.alone.identical_percent, now.identical_percent)),
      pair(rise(now.works_percent, fix.together.works_percent), rise(now.identical_percent, fix.together.identical_percent)),
    );
  const column = (name, attributes) => element('th', { scope: 'col', class: 'number', ...attributes }, name);
  const last = fixes.at(-1).together;
  return element(
    'section',
    { class: 'panel fixes', 'aria-label': 'Next fixes' },
    element('h2', {}, 'Next fixes'),
    element(
      'p',
      {},
      `${fixes.length === 1 ? 'This place' : `These ${fixes.length} places`}: works ${rise(now.works_percent, last.works_percent)}, `,
      `identical ${rise(now.identical_percent, last.identical_percent)}.`,
    ),
    element(
      'div',
      { class: 'wide-table' },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { rowspan: '2' }),
            element('th', { rowspan: '2', scope: 'col' }, 'Place'),
            column('scenarios', { rowspan: '2' }),
            element('th', { colspan: '2', scope: 'colgroup' }, 'alone'),
            element('th', { colspan: '2', scope: 'colgroup' }, 'together with those above it'),
          ),
          element('tr', {}, column('works'), column('identical'), column('works'), column('identical')),
        ),
        element('tbody', {}, fixes.map(row)),
      ),
    ),
  );
}

/** The end of an address: `vpc.py#L194`. */
const lastPart = (address) => address.replace(/\/+$/, '').split('/').at(-1);

/** The title, which leads to the first cause that the fix mends. */
function fixTitle(fix) {
  const cause = report.causes.find((one) => one.of === target.name && fix.causes.includes(one.fingerprint));
  const others = fix.causes.length > 1 && `, and ${plural(fix.causes.length - 1, 'more cause')}`;
  return [cause ? inner(causeRoute(cause), { 'data-item': true }, fix.title) : fix.title, others];
}

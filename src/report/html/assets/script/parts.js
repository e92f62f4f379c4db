// Parts of several views.

const badge = (verdict) => element('span', { class: `badge ${verdict.replace(' ', '-')}` }, verdict);

const severityMark = (severity) => element('span', { class: `severity ${severity}` }, severity);

const dispositions = { counts: 'counts', known: 'known', informs: 'informational' };

const dispositionMark = (disposition) =>
  disposition === 'counts' ? null : element('span', { class: `disposition ${disposition}` }, dispositions[disposition]);

/** The code of a finding, with its meaning on demand; nothing for a kind of another version. */
function codeWithMeaning(kind) {
  if (!kind) return null;
  return folded(
    element('span', { class: 'code', title: 'Meaning' }, `${kind.code} ${kind.title}`),
    { class: 'meaning' },
    () => element('p', { class: 'prose' }, kind.explanation.split('\n').slice(2).join('\n')),
  );
}

function copyable(label, text, title, note) {
  const act = async () => {
    await copy(text);
    made.textContent = 'Copied';
    announce(`${label} copied`);
    setTimeout(() => (made.textContent = 'Copy'), 1500);
  };
  const made = button('Copy', { class: 'copy', 'aria-label': `Copy the ${label}` }, act);
  return element(
    'div',
    { class: 'command' },
    title && element('p', { class: 'label' }, title),
    element('div', { class: 'copied' }, element('pre', {}, element('code', {}, text)), made),
    note && element('p', { class: 'note' }, note),
  );
}

/** Expected and actual value: [style, text] of each line. */
function differenceBlock(lines) {
  if (lines.length === 0) return null;
  const line = ([style, text]) => [element('span', { class: `line-${style}` }, text), '\n'];
  return element('pre', { class: 'difference' }, lines.map(line));
}

/** A finding in full, without its place. `again` is the command that runs its scenario. */
function findingBody(finding, again) {
  const disposition = finding.disposition;
  const kind = kinds.get(finding.code);
  return [
    element('p', { class: 'message' }, finding.message),
    finding.path && element('p', { class: 'where' }, 'at ', element('code', {}, finding.path)),
    differenceBlock(finding.difference),
    disposition.status === 'known' &&
      element(
        'p',
        { class: 'note' },
        `Known: ${disposition.reason} (${disposition.place}) `,
        disposition.link && outer(disposition.link),
      ),
    disposition.status === 'informs' && element('p', { class: 'note' }, `Informational: ${disposition.reason}.`),
    finding.source.length > 0 &&
      element(
        'p',
        { class: 'source' },
        'AWS ',
        finding.source.map((address) => [outer(address), ' ']),
      ),
    finding.evidence.length > 0 &&
      element(
        'ul',
        { class: 'evidence', 'aria-label': 'Evidence' },
        finding.evidence.map((sentence) => element('li', {}, sentence)),
      ),
    again && copyable('command that runs the scenario again', again, 'Run this scenario again'),
    finding.reproduce && copyable('command that makes the call again', finding.reproduce, 'Make the call again', finding.needs),
    codeWithMeaning(kind),
  ];
}

/** The verdicts as a bar, labeled in words. */
function countsBar(counts) {
  const total = countsTotal(counts);
  const bar = element('div', {
    class: 'stack',
    role: 'img',
    'aria-label': countsInWords(counts),
    title: countsInWords(counts),
  });
  for (const verdict of verdicts) {
    const count = countOf(counts, verdict);
    if (count === 0) continue;
    const part = element('span', { class: verdict.replace(' ', '-') });
    part.style.flexGrow = String(count / total);
    bar.append(part);
  }
  return bar;
}

const countKey = (verdict) => verdict.replace(' ', '_');

const countOf = (counts, verdict) => counts[countKey(verdict)];

const countsTotal = (counts) => verdicts.reduce((sum, verdict) => sum + countOf(counts, verdict), 0);

function countsInWords(counts) {
  const parts = verdicts.map((verdict) => [countOf(counts, verdict), verdict]).filter(([count]) => count > 0);
  return parts.map(([count, verdict]) => `${count} ${verdict}`).join(', ') || 'none';
}

/** A percentage as `82.4 %`. */
const percent = (value) => `${value.toFixed(1)} %`;

function definitions(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
    'dl',
    {},
    rows.map(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]),
  );
}

function emptyNote(text) {
  return element('p', { class: 'empty' }, text);
}

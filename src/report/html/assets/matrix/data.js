// The matrix: rows are tuples and verdicts letters, to keep the file small.

const matrix = JSON.parse(byId('data').textContent);
const { columns } = matrix;
const kinds = new Map(matrix.kinds.map((kind) => [kind.code, kind]));
const severities = ['breaking', 'differs', 'cosmetic'];
const verdicts = ['identical', 'works', 'broken', 'unsupported', 'blocked', 'flaky', 'skipped', 'excluded', 'error', 'not run', 'not selected'];
const levels = ['core', 'standard', 'extended'];

const verdictOf = {
  i: 'identical',
  w: 'works',
  b: 'broken',
  u: 'unsupported',
  k: 'blocked',
  f: 'flaky',
  s: 'skipped',
  x: 'excluded',
  e: 'error',
  n: 'not run',
  '-': 'not selected',
};
const WORKING = ['identical', 'works'];
const FAILING = ['broken', 'unsupported', 'blocked'];

const causes = matrix.causes.map(([fingerprint, code, severity, title, counts], number) => ({
  number,
  fingerprint,
  code,
  severity,
  title,
  counts,
  words: `${code} ${kinds.get(code)?.title ?? ''} ${title} ${severity}`.toLowerCase(),
}));
const causeNumbers = new Map(causes.map((cause) => [cause.fingerprint, cause.number]));

const rows = matrix.scenarios.map(([id, workflow, level, about, location, letters, of], number) => ({
  number,
  id,
  workflow: workflow ?? 'none',
  level: level ?? 'none',
  area: id.split('/')[0],
  about,
  location,
  cells: [...letters].map((letter) => verdictOf[letter.toLowerCase()]),
  known: [...letters].map((letter) => letter !== letter.toLowerCase()),
  causes: of.map((cause) => (cause === null ? undefined : causes[cause])),
  words: `${id} ${about}`.toLowerCase(),
}));
const rowNumbers = new Map(rows.map((row) => [row.id, row.number]));

const actionResults = { a: 'as AWS', d: 'deviates', m: 'missing', u: 'unclear' };
const actions = matrix.actions.map(([name, cells]) => ({
  name,
  cells: cells.map((cell) => cell && { result: actionResults[cell[0]], good: cell[1], steps: cell[2] }),
  words: name.toLowerCase(),
}));

/** How the columns with these numbers that judged a row agree. */
function patternOf(row, of) {
  const judged = of.filter((at) => WORKING.includes(row.cells[at]) || FAILING.includes(row.cells[at]));
  const failing = judged.filter((at) => FAILING.includes(row.cells[at]));
  return {
    judged: judged.length,
    failing,
    differs: new Set(judged.map((at) => row.cells[at])).size > 1,
    onlyOne: judged.length > 1 && failing.length === 1 ? failing[0] : undefined,
    allFail: judged.length > 1 && failing.length === judged.length,
    allWork: judged.length > 0 && failing.length === 0,
    lacking: judged.length > 1 && judged.every((at) => row.cells[at] === 'unsupported'),
  };
}
const everyColumn = columns.map((_, at) => at);

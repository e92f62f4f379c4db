// The report.

const report = JSON.parse(byId('data').textContent);
const kinds = new Map(report.kinds.map((kind) => [kind.code, kind]));
const origins = new Map(
  report.origins.filter((one) => one.role !== 'recorded reference').map((one) => [one.name, one]),
);
const target = report.origins[0] ?? { name: '', service: 'no endpoint', suite: '' };
const endpoints = [...new Set(report.scenarios.map((row) => row.endpoint))];
const recorded = report.origins.find((one) => one.role === 'recorded reference');
// The recorded reference, where endpoints are named: no endpoint can have this name.
const RECORDED = '@recorded';
const reference = recorded ?? report.origins.find((one) => one.role === 'reference');
const severities = ['breaking', 'differs', 'cosmetic'];
const oracles = [...new Set(report.kinds.map((kind) => kind.oracle))];
const causeOrigins = ['scenarios', 'generated checks'];
const verdicts = ['identical', 'works', 'broken', 'unsupported', 'blocked', 'flaky', 'skipped', 'excluded', 'error', 'not run'];

const rowNumbers = new Map(report.scenarios.map((row, number) => [`${row.endpoint}\n${row.id}`, number]));
/** A number of scenarios; fixtures and checks of the run are none. */
function extent(rows) {
  const of = (kind) => rows.filter((row) => row.kind === kind).length;
  const others = [
    of('fixture') > 0 && plural(of('fixture'), 'fixture'),
    of('run-check') > 0 && `${plural(of('run-check'), 'check')} of the run`,
  ].filter(Boolean);
  return [plural(of('scenario'), 'scenario'), ...others].join(' and ');
}
const rowNumber = (endpoint, id) => rowNumbers.get(`${endpoint}\n${id}`);
report.scenarios.forEach((row) => {
  row.mark = row.known ? 'known' : row.found.slice(0, severities.length).some(Boolean) ? 'new' : '';
  const headline = row.headline?.join(' ') ?? '';
  row.words = `${row.id} ${row.about} ${row.reason ?? ''} ${headline} ${row.verdict}`.toLowerCase();
});
report.causes.forEach((cause) => {
  const { first, places } = cause;
  const kind = kinds.get(first.code);
  cause.kind = kind;
  cause.origin = causeOrigins[Number(cause.generated)];
  // The endpoint as filters name it, and a unique key: two endpoints can have the same cause.
  cause.of = cause.recorded ? RECORDED : cause.endpoint;
  cause.key = cause.of === target.name ? cause.fingerprint : `${cause.fingerprint}@${cause.of}`;
  const scenarios = places.map(([number]) => report.scenarios[number].id).join(' ');
  const words = [first.code, kind.title, cause.title, first.operation, first.path, first.message, scenarios];
  cause.words = words.join(' ').toLowerCase();
});

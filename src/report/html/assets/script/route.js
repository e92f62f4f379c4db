// The address after the # has view, arguments and filters, so that a link shows the same.

function readRoute() {
  const [path, query] = location.hash.slice(1).split('?');
  let parts;
  try {
    parts = path.split('/').map(decodeURIComponent);
  } catch {
    parts = [];
  }
  return { view: parts[0] || 'overview', parts: parts.slice(1), query: new URLSearchParams(query) };
}

function writeRoute(view, parts = [], query = {}) {
  const path = [view, ...parts].map(encodeURIComponent).join('/');
  const filled = Object.entries(query).filter(
    ([, value]) => value !== '' && value !== undefined && value !== null,
  );
  const search = new URLSearchParams(filled).toString();
  return search ? `${path}?${search}` : path;
}

const scenarioRoute = (row) => writeRoute('scenario', [row.endpoint, row.id]);

/** Replaces the route without a new entry in the history. */
function replaceRoute(route) {
  history.replaceState(null, '', `#${route}`);
}

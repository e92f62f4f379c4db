// The filter by endpoint.

/** Whether the endpoint is selected: the target by default; `*` is all. */
const ofEndpoint = (filters, endpoint) =>
  filters.endpoint === '*' || endpoint === (filters.endpoint || target.name);

/** A choice among the endpoints of items, if there are several. */
function endpointChoice(of, filters, changed) {
  const others = [...new Set(of)].filter((name) => name !== target.name).map((name) => [name, endpointName(name)]);
  if (others.length === 0) return null;
  return choice('Endpoint', endpointName(target.name), [...others, ['*', 'all']], filters, 'endpoint', changed);
}

function endpointName(name) {
  if (name === RECORDED) return `${recorded.name} (${recorded.service}, recorded)`;
  const origin = origins.get(name);
  return origin ? `${name} (${origin.service})` : name;
}

// Filters: drawn from a description, kept in the address.

/** What the address says of the filters: texts by name; lists are written with commas. */
function readFilters(query, names) {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']));
}

const listed = (value) => (value === '' ? [] : value.split(','));

/** Whether a value passes a filter that names the ones wanted; an empty one wants all. */
const wants = (filter, value) => filter === '' || listed(filter).includes(value);

/** Whether a text has every word that is searched for. */
function matches(search, words) {
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** A group of buttons of which any number is pressed; `counts` says how many items each stands for. */
function chips(label, values, filters, name, counts, changed) {
  const group = element(
    'div',
    { class: 'chips', role: 'group', 'aria-label': label },
    element('span', { class: 'label' }, label),
  );
  for (const [value, words] of values) {
    const pressed = () => listed(filters[name]).includes(value);
    if (!counts.get(value) && !pressed()) continue;
    const act = () => {
      const others = listed(filters[name]).filter((one) => one !== value);
      filters[name] = (pressed() ? others : [...others, value]).join(',');
      made.setAttribute('aria-pressed', String(pressed()));
      changed();
    };
    const count = element('span', { class: 'count' }, (counts.get(value) ?? 0).toLocaleString('en'));
    const made = button(
      [words, count],
      { class: `chip ${value.replace(' ', '-')}`, 'aria-pressed': String(pressed()) },
      act,
    );
    group.append(made);
  }
  return group;
}

/** A list of which one is chosen; the first choice stands for the empty filter. */
function choice(label, first, values, filters, name, changed) {
  const option = (value, words) => element('option', { value, selected: filters[name] === value }, words);
  const select = element(
    'select',
    { 'aria-label': label },
    option('', first),
    values.map(([value, words]) => option(value, words)),
  );
  select.addEventListener('change', () => {
    filters[name] = select.value;
    changed();
  });
  return element('label', { class: 'choice' }, element('span', { class: 'label' }, label), select);
}

function searchBox(filters, changed) {
  const input = element('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Search  /',
    'aria-label': 'Search',
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    spellcheck: 'false',
    value: filters.q,
  });
  let waiting;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      filters.q = input.value;
      changed();
    }, 80);
  });
  return input;
}

/** How many items have which value. */
function tally(items, valueOf) {
  const counts = new Map();
  for (const item of items) {
    const value = valueOf(item);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Which endpoint's items are wanted: the target's, where nothing else is said; `*` is all. */
const ofEndpoint = (filters, endpoint) =>
  filters.endpoint === '*' || endpoint === (filters.endpoint || target.name);

/** A choice among the endpoints that items are of, where there is one. */
function endpointChoice(of, filters, changed) {
  const others = [...new Set(of)].filter((name) => name !== target.name).map((name) => [name, endpointName(name)]);
  if (others.length === 0) return null;
  return choice('Endpoint', endpointName(target.name), [...others, ['*', 'all']], filters, 'endpoint', changed);
}

function endpointName(name) {
  if (name === RECORDED) return `${recorded.name} (${recorded.what}, recorded)`;
  const origin = origins.get(name);
  return origin ? `${name} (${origin.what})` : name;
}

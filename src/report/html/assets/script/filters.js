// Filters, kept in the address.

/** The filters in the address: texts by name; lists are separated by commas. */
function readFilters(query, names) {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']));
}

const listed = (value) => (value === '' ? [] : value.split(','));

/** Whether a value is in a filter; an empty filter accepts all. */
const wants = (filter, value) => filter === '' || listed(filter).includes(value);

/** Whether a text has every word of a search. */
function matches(search, words) {
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** A group of toggle buttons; `counts` has the number of items of each value. */
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

/** A list of choices; the first one is the empty filter. */
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

/** Number of items by value. */
function tally(items, valueOf) {
  const counts = new Map();
  for (const item of items) {
    const value = valueOf(item);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

// Elements. Text from an endpoint becomes a text node: nothing here makes markup from text.

const byId = (id) => document.getElementById(id);

const isActive = /^(href|src|style|on.*)$/;

/** Makes an element; children are nodes, texts, lists of them, or nothing (null, undefined, false). */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (isActive.test(key)) throw new Error(`${key} is not an attribute to set from data`);
    made.setAttribute(key, value === true ? '' : value);
  }
  return add(made, children);
}

function add(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : visible(String(child)));
  }
  return parent;
}

/** A link within the page. */
function inner(hash, attributes, ...children) {
  const link = element('a', attributes, children);
  link.setAttribute('href', `#${hash}`);
  return link;
}

/** A link, if the text is a web address; else the text. */
function outer(address, label = address) {
  if (!/^https?:\/\/[^\s"'<>\\]+$/i.test(address)) return element('span', {}, address);
  const title = label === address ? undefined : address;
  const link = element('a', { rel: 'noopener noreferrer', target: '_blank', title }, label);
  link.setAttribute('href', address);
  return link;
}

function button(label, attributes, act) {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/** A collapsed element, filled when it is first opened. */
function folded(summary, attributes, fill, open = false) {
  const made = element('details', attributes, element('summary', { 'data-item': true }, summary));
  const body = element('div', { class: 'folded' });
  made.append(body);
  let filled = false;
  made.fill = () => {
    if (!filled) add(body, fill());
    filled = true;
  };
  made.addEventListener('toggle', () => made.open && made.fill());
  if (open) {
    made.fill();
    made.open = true;
  }
  return made;
}

/** Text for screen readers. */
function announce(text) {
  byId('announcement').textContent = text;
}

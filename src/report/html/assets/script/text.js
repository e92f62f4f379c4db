// Texts: what hides is shown, XML is indented, numbers are put into words.

// Control characters, bidirectional marks and overrides, what joins nothing and shows nothing.
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** The text with what cannot be seen made visible; line ends and tabs stay. */
function visible(text) {
  return text.replace(hidden, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
}

const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

/** XML with an element a line; any other text as it is, JSON indented. */
function indented(text) {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }
  return start.startsWith('<') ? indentedXml(start) : text;
}

function indentedXml(text) {
  const lines = [];
  let depth = 0;
  let line = null; // an element that was opened, and has had only text so far
  const flush = () => {
    if (line !== null) lines.push(line);
    line = null;
  };
  for (const [token] of text.matchAll(/<!\[CDATA\[[^]*?\]\]>|<[!]--[^]*?-->|<[^>]*>?|[^<]+/g)) {
    const margin = '  '.repeat(Math.min(depth, 60));
    if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      if (line !== null) line += token;
      else lines.push('  '.repeat(Math.min(depth, 60)) + token);
      flush();
    } else if (/^<[^!?]/.test(token) && !token.endsWith('/>')) {
      flush();
      line = margin + token;
      depth += 1;
    } else if (token.startsWith('<') && !token.startsWith('<![')) {
      flush();
      lines.push(margin + token);
    } else if (line !== null) {
      line += token.trim();
    } else if (token.trim() !== '') {
      lines.push(margin + token.trim());
    }
  }
  flush();
  return lines.join('\n');
}

/** A value as people read JSON. */
const json = (value) => JSON.stringify(value, null, 2);

/** Bytes of a message as text: what is no UTF-8 was recorded as base64. */
function bodyText(body) {
  return typeof body === 'string' ? body : `[not text; as base64:]\n${body.base64}`;
}

/** Microseconds, as a duration. */
function lasting(us) {
  if (us < 10_000) return `${(us / 1000).toFixed(1)} ms`;
  if (us < 1_000_000) return `${Math.round(us / 1000)} ms`;
  return `${(us / 1_000_000).toFixed(1)} s`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A browser that grants no clipboard to a file still copies what is selected.
    const area = element('textarea', { class: 'sr' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

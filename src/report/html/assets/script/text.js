// Text: hidden characters made visible, XML indented, numbers in words.

// Control characters, bidirectional marks and overrides, invisible characters without effect on others.
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** The text with hidden characters as escapes, except line ends and tabs. */
function visible(text) {
  return text.replace(hidden, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
}

const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

/** XML with an element a line, JSON indented, other text unchanged. */
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
  let line = null; // an open element with text alone so far
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

/** A value as indented JSON. */
const json = (value) => JSON.stringify(value, null, 2);

/** The body of a message as text: base64 if it is not UTF-8. */
function bodyText(body) {
  return typeof body === 'string' ? body : `[not UTF-8; base64:]\n${body.base64}`;
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
    // A browser that denies a file the clipboard still copies a selection.
    const area = element('textarea', { class: 'sr' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

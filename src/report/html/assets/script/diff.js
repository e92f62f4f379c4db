// Differences of two texts, line by line.

// With more differing lines than this, both texts are shown without a diff.
const MOST = 1500;

/** Pairs of lines: [left, right]; null where the other side has an additional line. */
function compareLines(left, right) {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end))
    end += 1;
  const same = (lines) => lines.map((line) => [line, line]);
  const middle = edits(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return [...same(left.slice(0, start)), ...paired(middle), ...same(left.slice(left.length - end))];
}

/** The shortest script of edits, by Myers: [kind, line], kind -1 left only, 1 right only, 0 both. */
function edits(left, right) {
  const all = [...left.map((line) => [-1, line]), ...right.map((line) => [1, line])];
  if (left.length === 0 || right.length === 0) return all;
  const most = Math.min(left.length + right.length, MOST);
  const middle = most + 1;
  let furthest = new Int32Array(2 * most + 3);
  const trace = [];
  for (let cost = 0; cost <= most; cost += 1) {
    trace.push(furthest.slice(middle - cost - 1, middle + cost + 2));
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      const down =
        diagonal === -cost || (diagonal !== cost && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
      let x = down ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1;
      furthest[middle + diagonal] = x;
      if (x >= left.length && x - diagonal >= right.length) return walkBack(trace, left, right);
    }
  }
  return all;

  function at(row, diagonal) {
    return row[middle + diagonal];
  }
}

function walkBack(trace, left, right) {
  const script = [];
  let x = left.length;
  let y = right.length;
  for (let cost = trace.length - 1; cost >= 0; cost -= 1) {
    const row = trace[cost];
    const at = (diagonal) => row[diagonal + cost + 1];
    const diagonal = x - y;
    const down = diagonal === -cost || (diagonal !== cost && at(diagonal - 1) < at(diagonal + 1));
    const before = down ? diagonal + 1 : diagonal - 1;
    const fromX = cost === 0 ? 0 : at(before);
    const fromY = cost === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) script.push([0, left[((x -= 1), (y -= 1), x)]]);
    if (cost > 0) script.push(down ? [1, right[(y -= 1)]] : [-1, left[(x -= 1)]]);
  }
  return script.reverse();
}

/** Pairs removed lines with added ones. */
function paired(script) {
  const pairs = [];
  let removed = [];
  let added = [];
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i += 1) {
      pairs.push([removed[i] ?? null, added[i] ?? null]);
    }
    removed = [];
    added = [];
  };
  for (const [kind, line] of script) {
    if (kind < 0) removed.push(line);
    else if (kind > 0) added.push(line);
    else {
      flush();
      pairs.push([line, line]);
    }
  }
  flush();
  return pairs;
}

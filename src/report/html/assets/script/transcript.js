// A transcript step by step, side by side with the reference's.

/** The endpoint of a side, if there are two. */
const sideTitle = (sides, number) =>
  sides.length > 1 &&
  element(
    'h4',
    {},
    element('span', { class: 'faint' }, `${sides[number].role} `),
    element('bdi', {}, sides[number].name),
    element('span', { class: 'kind' }, ` ${sides[number].service}`),
  );

function openAll() {
  const act = () => {
    const steps = [...document.querySelectorAll('main details.step')];
    const open = steps.some((one) => !one.open);
    steps.forEach((one) => (one.open = open));
  };
  return button('Open or close all steps', { class: 'all' }, act);
}

function transcriptOf(sides, details, wanted) {
  const names = [...new Set(sides.flatMap((side) => side.transcript.steps.map((step) => step.name)))];
  const marked = new Set(details.findings.map((finding) => finding.step));
  return element(
    'section',
    { 'aria-label': 'Transcript' },
    element('h2', {}, 'Transcript'),
    openAll(),
    names.map((name) => stepItem(name, sides, marked.has(name), name === wanted)),
    sides.map(cleanUpNote),
  );
}

const settled = (step) =>
  step.observations.findLast((one) => one.purpose === 'call' || one.purpose === 'settled') ??
  step.observations.at(-1);
const lastAttempt = (observation) => observation?.attempts.at(-1);

function stepItem(name, sides, isMarked, isWanted) {
  const steps = sides.map((side) => side.transcript.steps.find((step) => step.name === name));
  const calls = steps.map((step) => step && settled(step));
  const doing =
    steps.map((step) => step?.client_run && `client ${programOf(step.client_run)}`).find(Boolean) ??
    calls.map((call) => call?.operation).find(Boolean) ??
    steps.map((step) => step?.hook_run?.hook).find(Boolean) ??
    steps.map((step) => step?.together && 'the next steps at the same moment').find(Boolean) ??
    '';
  const outcomes = steps.map((step, side) =>
    element(
      'span',
      { class: `outcome ${outcomeClass(calls[side])}` },
      sides.length > 1 && element('span', { class: 'faint' }, `${sides[side].role} `),
      outcome(step, calls[side]),
    ),
  );
  const line = [
    element('code', { class: 'step' }, name),
    element('b', {}, doing),
    element('span', { class: 'outcomes' }, outcomes),
    comparisonMark(steps),
    isMarked && element('span', { class: 'differs-here' }, 'finding'),
  ];
  return folded(
    line,
    { class: 'item step print', 'data-step': name },
    () => stepBody(sides, steps, calls),
    isMarked || isWanted,
  );
}

/** The responses in comparable form, if the reference oracle compared both sides. */
function comparableTexts(steps) {
  const values = steps.map((step) => step?.comparable ?? null);
  return values.length === 2 && !values.includes(null) ? values.map(json) : null;
}

function comparisonMark(steps) {
  const texts = comparableTexts(steps);
  if (!texts) return null;
  const equal = texts[0] === texts[1];
  return element('span', { class: equal ? 'equal-here' : 'differs-here' }, equal ? 'equal' : 'differs');
}

const programOf = (run) => run.command[0]?.split('/').at(-1) ?? '';

function outcome(step, call) {
  if (!step) return 'no such step';
  if (step.blocked) return 'blocked';
  if (step.together) return 'sent';
  if (step.client_run) return `exit ${step.client_run.exit_status ?? 'none'}`;
  if (step.hook_run) return step.hook_run.exit_status === 0 ? 'hook succeeded' : 'hook failed';
  const last = lastAttempt(call);
  if (!last) return 'no request';
  if (last.failure) return last.failure.kind;
  const code = call.sdk.verdict === 'service-error' ? call.sdk.code : null;
  return `${last.response?.status ?? 'no response'}${code ? ` ${code}` : ''}, ${lasting(last.elapsed_us)}`;
}

function outcomeClass(call) {
  const status = lastAttempt(call)?.response?.status;
  if (status === undefined) return 'none';
  return status < 300 ? 'good' : status < 500 ? 'refused' : 'bad';
}

function stepBody(sides, steps, calls) {
  const views = { Responses: () => sideBySide(sides, steps, calls, responseText), Raw: () => rawSides(sides, steps) };
  const both = sides.length === 2 && calls.every(lastAttempt);
  const tabs = both ? { Difference: () => differenceOf(sides, steps, calls), ...views } : views;
  return [
    steps.map((step, side) => stepNotes(step, sides.length > 1 ? sides[side].role : null)),
    parametersOf(calls, sides),
    calls.some(Boolean) && tabbed(tabs),
  ];
}

/** Everything about a step except its responses. */
function stepNotes(step, name) {
  if (!step) return null;
  const note = (...text) => element('p', { class: 'note' }, name && `${name}: `, text);
  const { waited, hook_run: hookRun, client_run: clientRun, observations } = step;
  const saved = Object.entries(clientRun?.saved ?? settled(step)?.saved ?? hookRun?.saved ?? step.together?.saved ?? {});
  const pages = observations.filter((one) => one.purpose === 'call').length;
  return [
    step.blocked && note(`blocked: ${step.blocked}`),
    waited &&
      note(
        `waited for ${waited.waiter}: ${waited.end.end}`,
        waited.end.reason && ` (${waited.end.reason})`,
        ` after ${plural(waited.polls, 'call')}, ${lasting(waited.elapsed_ms * 1000)}`,
      ),
    clientRun && [
      note(
        `${clientRun.command.join(' ')}: exit ${clientRun.exit_status ?? `none (${clientRun.failure})`}, `,
        `${plural(observations.length, 'request')}, ${lasting(clientRun.elapsed_ms * 1000)}`,
      ),
      clientRun.refused?.map((one) => note(`refused: ${one.service} ${one.action ?? ''}: ${one.reason}`)),
      clientRun.output && element('pre', {}, json(clientRun.output)),
      clientRun.stderr && element('pre', {}, clientRun.stderr),
    ],
    hookRun && [
      note(`hook ${hookRun.hook}, exit ${hookRun.exit_status ?? 'none'}`),
      element('pre', {}, json(hookRun.output)),
      hookRun.stderr && element('pre', {}, hookRun.stderr),
    ],
    pages > 1 && note(`${pages} pages, of which this is the last: see Raw`),
    observations.some((one) => one.attempts.length > 1) && note('retried: see Raw'),
    saved.length > 0 &&
      note(
        'saved ',
        saved.map(([key, value]) => element('code', { class: 'saved' }, `${key} = ${JSON.stringify(value)}`)),
      ),
  ];
}

function parametersOf(calls, sides) {
  const parameters = calls.map((call) => (call ? json(call.parameters) : null));
  if (parameters.every((text) => text === null || text === '{}')) return null;
  const column = (text, side) =>
    element('div', {}, sideTitle(sides, side), text !== null && element('pre', {}, text));
  return folded(
    'Parameters',
    { class: 'parameters print' },
    () => element('div', { class: 'sides' }, parameters.map(column)),
    parameters.join('').length < 400,
  );
}

function cleanUpNote(side) {
  const { clean_ups: cleanUps } = side.transcript;
  if (cleanUps.length === 0) return null;
  const text = (one) =>
    `${one.kind} ${one.id}: ${one.outcome} (${one.operation})${one.reason ? `: ${one.reason}` : ''}`;
  return folded(`Clean-up on ${side.name} (${cleanUps.length})`, { class: 'item' }, () =>
    element('ul', {}, asItems(cleanUps.map(text))),
  );
}

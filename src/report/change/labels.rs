//! What changed, in words.

use serde_json::Value;
use verdict::change::{Cause, Change, Changes, Failing, LatencyChange, ScenarioChange, Spread, Timing};
use verdict::{Finding, FindingKind};

use crate::text::{sanitize, verdict_word};

/// `1 scenario`, `73 scenarios`.
pub(crate) fn scenarios(count: usize) -> String {
    if count == 1 { "1 scenario".to_owned() } else { format!("{count} scenarios") }
}

/// What now fails: `RunInstances now fails (server error InternalError)`.
pub(crate) fn cause(cause: &Cause<'_>) -> String {
    let finding = cause.finding;
    let called = called(finding);
    let code = cause.code.map(|code| format!(" {code}")).unwrap_or_default();
    match (cause.failing, finding.kind) {
        (Failing::Action, _) => format!("{called} does not exist any more"),
        (_, FindingKind::ServerError) => format!("{called} now fails (server error{code})"),
        (_, FindingKind::UnexpectedError) => format!("{called} is now refused ({})", code.trim_start()),
        (_, FindingKind::FixtureFailed) => format!("the fixture {} cannot be made any more", finding.path),
        (Failing::Call, kind) => format!("{called} now brings no answer that can be read ({})", kind.title()),
        (_, FindingKind::NoError) => format!("{called} now succeeds where it must be refused"),
        (Failing::Refusal, _) => format!("{called} is now refused with{code}, not {}", expected(finding)),
        (_, FindingKind::TimeLimit) => "a scenario is not over within its time limit any more".to_owned(),
        (Failing::Waiting, _) => format!("what is waited for with {called} does not come any more: {}", finding.path),
        (Failing::Answer, _) => format!("{called} now answers otherwise: {}", message(finding)),
    }
}

/// What fails no more: `CreateVolume: the call was refused (InvalidParameterValue)`.
pub(crate) fn gain(cause: &Cause<'_>) -> String {
    let code = cause.code.map(|code| format!(" ({code})")).unwrap_or_default();
    format!("{}: {}{code}{}", called(cause.finding), cause.finding.kind.title(), at(cause.finding))
}

/// What the failure keeps from being done: `nothing that needs an instance can be done`.
pub(crate) fn unmade(cause: &Cause<'_>) -> Option<String> {
    let kind = cause.unmade.filter(|_| cause.blocked > 0)?.replace('-', " ");
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Some(format!("nothing that needs {article} {kind} can be done"))
}

/// How a scenario changed: `conformant before, deviates now`.
pub(crate) fn verdicts(change: &ScenarioChange<'_>) -> String {
    let word = |verdict: Option<_>| verdict.map_or("not asked", verdict_word);
    match (change.before, change.after) {
        (before, after) if before == after => format!("{} as before", word(after)),
        (before, after) => format!("{} before, {} now", word(before), word(after)),
    }
}

/// A finding: `X107 the call was refused: CreateVolume was refused with ...`.
pub(crate) fn finding(finding: &Finding) -> String {
    format!("{} {}: {}", finding.kind.code(), finding.kind.title(), finding.message.trim())
}

/// All scenarios by what became of them: `94 scenarios worse, 3 better, 210 as before`.
pub(crate) fn totals(changes: &Changes<'_>) -> String {
    let parts = [
        (Change::Worse, "worse"),
        (Change::WorseAsKnown, "worse as known"),
        (Change::DeviatesOtherwise, "deviating in another way"),
        (Change::Better, "better"),
        (Change::Same, "as before"),
        (Change::Lost, "not judged this time"),
        (Change::NotAsked, "not asked this time"),
        (Change::New, "new"),
        (Change::AskedOtherwise, "asked otherwise than before"),
        (Change::NeverJudged, "judged neither time"),
    ];
    let parts = parts.into_iter().map(|(change, word)| (changes.count(change), word)).filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
    match parts.first_mut() {
        // The noun once, after the first number.
        Some(first) => *first = first.replacen(' ', " scenarios ", 1),
        None => parts.push("no scenarios".to_owned()),
    }
    parts.join(", ").replacen("1 scenarios ", "1 scenario ", usize::from(parts[0].starts_with("1 ")))
}

/// `RunInstances takes 1.8 times as long: 2.1 s (1.9 s to 2.6 s), before 1.2 s (1.1 s to 1.3 s), over 41 steps`.
pub(crate) fn latency(change: &LatencyChange) -> String {
    let (after, before) = (spread(&change.after), spread(&change.before));
    format!("{} {}: {after}, before {before}, over {} steps", change.operation, times(change.times), change.steps)
}

/// What is true of all calls, where anything is: `Calls in general take 1.5 times as long`.
pub(crate) fn general(timing: &Timing) -> Option<String> {
    (timing.general != 1.0)
        .then(|| format!("calls in general: {}; single actions are measured against that", times(timing.general)))
}

fn times(times: f64) -> String {
    if times > 1.0 { format!("takes {times:.1} times as long") } else { format!("is {:.1} times as fast", 1.0 / times) }
}

fn spread(spread: &Spread) -> String {
    format!("{} ({} to {})", time(spread.median), time(spread.low), time(spread.high))
}

/// `350 ms`, `2.1 s`.
pub(crate) fn time(microseconds: f64) -> String {
    if microseconds < 1_000_000.0 {
        format!("{:.0} ms", microseconds / 1_000.0)
    } else {
        format!("{:.1} s", microseconds / 1_000_000.0)
    }
}

/// The action, or what stands for it.
fn called(finding: &Finding) -> &str {
    finding.operation.as_deref().unwrap_or("a hand-made request")
}

/// Characters of a message that stands within a line.
const MESSAGE: usize = 160;

/// What a finding says, fit for the midst of a line.
fn message(finding: &Finding) -> String {
    sanitize::clip(sanitize::line(finding.message.trim()), MESSAGE).into_owned()
}

fn at(finding: &Finding) -> String {
    if finding.path.is_empty() { String::new() } else { format!(", at {}", finding.path) }
}

fn expected(finding: &Finding) -> String {
    match &finding.expected {
        Some(Value::String(code)) => code.clone(),
        Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "what AWS answers".to_owned(),
    }
}

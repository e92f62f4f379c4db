//! What became of a client's task, and at which response it stopped.

use record::Subject;
use scenario::client_task;
use serde_json::Value;
use verdict::{Judgement, Severity, Verdict};

use crate::json::{FindingEntry, ScenarioEntry};

/// The code of the finding that a client stopped at a response.
const STOPPED: &str = "X118";
/// What the reason has where a client ended by itself, and no response explains it.
const EXITED: &str = " exited with status ";
/// What the codes of the oracle begin with that knows what a scenario expects.
const EXPECTED: char = 'X';
/// What the name of a fact begins with that has the version of a client.
const VERSION: &str = "client.";
/// Most characters of a cell.
const CELL: usize = 240;

/// What became of a client's task on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskResult {
    /// The client, as in the scenario's id `client-boto3/key-pair`.
    pub(crate) client: String,
    /// The task, as in the scenario's id `client-boto3/key-pair`.
    pub(crate) task: String,
    /// Whether the client did it, whatever else deviates in the responses.
    pub(crate) works: bool,
    /// `works`, or where it stopped and why. Absent where it did not run.
    pub(crate) text: Option<String>,
}

/// What a task is made of, in a judgement or in a `report.json`.
struct Parts<'a> {
    id: &'a Subject,
    verdict: Verdict,
    reason: Option<&'a str>,
    findings: Vec<Part<'a>>,
}

/// A finding that counts or is known.
struct Part<'a> {
    code: &'a str,
    severity: Severity,
    operation: Option<&'a str>,
    message: &'a str,
    actual: Option<&'a Value>,
}

impl TaskResult {
    /// That of a judgement, if it is about a client's task.
    pub(crate) fn of(judgement: &Judgement) -> Option<Self> {
        let findings = judgement.findings.iter().filter(|finding| finding.is_deviation()).map(|finding| Part {
            code: finding.kind.code(),
            severity: finding.severity,
            operation: finding.operation.as_deref(),
            message: &finding.message,
            actual: finding.actual.as_ref(),
        });
        let (verdict, reason) = (judgement.verdict, judgement.reason.as_deref());
        Parts { id: &judgement.scenario, verdict, reason, findings: findings.collect() }.result()
    }

    /// That of a scenario of a `report.json`, if it is a client's task.
    pub(crate) fn of_entry(entry: &ScenarioEntry) -> Option<Self> {
        let counts = |finding: &&FindingEntry| finding.informational.is_none();
        let findings = entry.findings.iter().filter(counts).map(|finding| Part {
            code: &finding.code,
            severity: finding.severity,
            operation: finding.operation.as_deref(),
            message: &finding.message,
            actual: finding.actual.as_ref(),
        });
        let (verdict, reason) = (entry.verdict, entry.reason.as_deref());
        Parts { id: &entry.id, verdict, reason, findings: findings.collect() }.result()
    }
}

impl Parts<'_> {
    fn result(&self) -> Option<TaskResult> {
        let (client, task) = client_task(self.id.scenario_id()?)?;
        let (works, text) = match self.verdict {
            Verdict::Identical | Verdict::Works => (true, Some("works".to_owned())),
            Verdict::Broken | Verdict::Unsupported => match self.stop() {
                Some(stop) => (false, Some(stop)),
                None if self.verdict == Verdict::Broken => (true, Some(self.deviates())),
                None => (false, Some(format!("not supported: {}", self.reason()))),
            },
            Verdict::Blocked => (false, Some(format!("blocked: {}", self.reason()))),
            Verdict::Flaky => (false, Some(format!("flaky: {}", self.reason()))),
            // In its own words: no response is provably at fault.
            Verdict::Error if self.reason().contains(EXITED) => (false, Some(format!("stops: {}", self.reason()))),
            Verdict::Error => (false, Some(format!("not judged: {}", self.reason()))),
            Verdict::Skipped | Verdict::Excluded | Verdict::NotRun => (false, None),
        };
        Some(TaskResult {
            client: client.to_owned(),
            task: task.to_owned(),
            works,
            text: text.map(|text| shortened(&text)),
        })
    }

    fn reason(&self) -> &str {
        self.reason.unwrap_or("no reason given")
    }

    /// The response at which the client stopped: `stops at DescribeVpcs: C401 ...`; else what is not as the scenario expects.
    /// Absent where the client did all that it should.
    fn stop(&self) -> Option<String> {
        let stopped = self.findings.iter().find(|part| part.code == STOPPED);
        let by = stopped.and_then(|part| part.actual).and_then(Value::as_str);
        let others = || self.findings.iter().filter(|part| part.code != STOPPED);
        let cause = by.and_then(|by| others().find(|part| part.message == by));
        match (by, cause) {
            (Some(_), Some(cause)) => Some(match cause.operation {
                Some(operation) => format!("stops at {operation}: {} {}", cause.code, cause.message),
                None => format!("stops: {} {}", cause.code, cause.message),
            }),
            (Some(by), None) => Some(format!("stops: {by}")),
            (None, _) => {
                let breaking = |part: &&Part<'_>| part.severity == Severity::Breaking;
                let expected = others().filter(breaking).find(|part| part.code.starts_with(EXPECTED));
                expected.map(|part| format!("differs: {} {}", part.code, part.message))
            }
        }
    }

    /// What else deviates although the client did its task.
    fn deviates(&self) -> String {
        match self.findings.iter().find(|part| part.severity == Severity::Breaking) {
            Some(part) => format!("works, but {} {}", part.code, part.message),
            None => "works".to_owned(),
        }
    }
}

/// The version of a client, by the facts of an endpoint.
pub(crate) fn version_of<'a>(client: &str, fact: impl Fn(&str) -> Option<&'a Value>) -> Option<&'a str> {
    fact(&format!("{VERSION}{client}")).and_then(Value::as_str)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text.to_owned(),
    }
}

//! What follows from findings for a scenario.

use contract::Severity;
use record::{Attempt, BlockedReason, Location, StepName, Subject};
use serde::{Deserialize, Serialize};

use crate::finding::model::Finding;

/// The result of a scenario on an endpoint.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// No response in it deviates, those of its fixtures, waits and clean-up included.
    Identical,
    /// What it states holds, the SDK reads its responses and none of them breaks clients; some response deviates.
    Works,
    /// An expectation does not hold, the SDK cannot read a response, or a response breaks clients.
    Broken,
    /// The endpoint lacks an action that the scenario needs.
    Unsupported,
    /// A fixture that it needs could not be created.
    Blocked,
    /// Its attempts came out differently, by their verdicts or their deviations: it is reported apart from what deviates.
    Flaky,
    /// Not run, because the endpoint or the operator does not meet what it requires.
    Skipped,
    /// Not run, because the endpoint's profile excludes it, for the reason that it states.
    Excluded,
    /// ec2-compat or the environment failed; never held against the endpoint.
    Error,
    /// Not begun, because the run ended first.
    NotRun,
}

impl Verdict {
    /// Whether the scenario says anything about the endpoint.
    pub fn is_judged(self) -> bool {
        match self {
            Verdict::Identical | Verdict::Works | Verdict::Broken | Verdict::Unsupported | Verdict::Blocked => true,
            Verdict::Flaky | Verdict::Skipped | Verdict::Excluded | Verdict::Error | Verdict::NotRun => false,
        }
    }

    /// Whether a client gets what the scenario states: `identical` or `works`.
    pub fn works(self) -> bool {
        matches!(self, Verdict::Identical | Verdict::Works)
    }

    /// Whether a client does not get what the scenario states, or the scenario could not be run to its end.
    pub fn is_failure(self) -> bool {
        match self {
            Verdict::Broken | Verdict::Unsupported | Verdict::Blocked | Verdict::Error => true,
            Verdict::Identical
            | Verdict::Works
            | Verdict::Flaky
            | Verdict::Skipped
            | Verdict::Excluded
            | Verdict::NotRun => false,
        }
    }
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The scenario, fixture or check of the run.
    pub scenario: Subject,
    /// The attempt that counts: the last one.
    #[serde(default, skip_serializing_if = "Attempt::is_first")]
    pub attempt: Attempt,
    /// All attempts, in order; empty if there was one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<AttemptResult>,
    /// What the scenario claims, one sentence.
    pub about: String,
    /// Why no implementation has carried the scenario to its end yet; absent where one has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproven: Option<String>,
    /// Where it begins. A check of the run, which is in no file, is the first line of one of its name.
    #[serde(flatten, with = "file_and_line")]
    pub location: Location,
    /// The verdict on the scenario.
    pub verdict: Verdict,
    /// Why, in one line; absent if it is identical.
    pub reason: Option<String>,
    /// All findings, causes before consequences.
    pub findings: Vec<Finding>,
    /// The fixtures that it uses and that have findings, by name: their responses are responses in this scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviating_fixtures: Vec<String>,
    /// Steps that were not run: step, reason.
    pub blocked: Vec<(StepName, BlockedReason)>,
    /// Resources that may not have been deleted: `kind id: reason`.
    pub leftovers: Vec<String>,
    /// When it began, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The calls made, in all attempts; retries are not counted.
    pub calls: u32,
    /// The requests that were rejected because of the rate, in all attempts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub throttled: u32,
    /// What the reference oracle did; absent without a reference, and where nothing could be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

impl Judgement {
    /// The finding that decides the verdict: the worst of those that count against the endpoint, else of all that are
    /// known, else of all; the first of equal ones.
    pub fn worst(&self) -> Option<&Finding> {
        self.findings.iter().min_by_key(|finding| (finding.disposition.rank(), finding.severity))
    }

    /// Whether it deviates and all its deviations are known: a mark that changes no verdict and no number.
    pub fn is_known(&self) -> bool {
        let decides = || self.findings.iter().filter(|finding| finding.is_deviation());
        decides().next().is_some() && decides().all(|finding| finding.disposition.is_known())
    }

    /// Whether its attempts came out differently.
    pub fn is_flaky(&self) -> bool {
        self.verdict == Verdict::Flaky
    }

    /// Whether it failed for a reason that is not known: what `--retry-failed` and `--failed` run again.
    pub fn has_failed(&self) -> bool {
        self.verdict.is_failure() && !self.is_known()
    }

    /// Whether it fails a run: a deviation that is not known and at least as severe as `fail_on`. A missing action is
    /// breaking. What is flaky does not count, what all attempts have in common does.
    pub fn fails(&self, fail_on: Severity) -> bool {
        // What could not be deleted has an exit code of its own.
        let counts = |finding: &Finding| {
            finding.disposition.counts() && finding.severity <= fail_on && !finding.kind.is_leftover()
        };
        (self.verdict.is_judged() || self.is_flaky()) && self.findings.iter().any(counts)
    }
}

/// One attempt of a scenario that was run more than once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptResult {
    /// Its number, counted from 1.
    pub attempt: Attempt,
    /// The verdict on it alone.
    pub verdict: Verdict,
    /// Why, in one line; absent if it is identical.
    pub reason: Option<String>,
    /// When it began, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The fingerprints of its deviations that another attempt does not have, sorted.
    pub differing: Vec<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// File and line of a location as keys of their own.
mod file_and_line {
    use record::Location;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct FileAndLine {
        file: String,
        line: usize,
    }

    pub(super) fn serialize<S: Serializer>(location: &Location, serializer: S) -> Result<S::Ok, S::Error> {
        FileAndLine { file: location.file.to_string(), line: location.line }.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Location, D::Error> {
        FileAndLine::deserialize(deserializer).map(|FileAndLine { file, line }| Location::new(file, line))
    }
}

/// What was compared with the reference, and which differences were ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The name of the reference in `endpoints.yaml`.
    pub reference: String,
    /// The number of steps compared.
    pub steps: u32,
    /// The differences that are not findings, each with the rule that ignores it.
    pub ignored: Vec<Ignored>,
}

/// A difference from the reference that is not a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ignored {
    /// The step, as in [`Finding::step`].
    pub step: StepName,
    /// The member, without positions: `Vpcs[].State`; empty for the step as a whole.
    pub path: String,
    /// The rule: `time`, `id`, `noise: suites/noise/moto.yaml:3`, `the scenario: ...`.
    pub rule: String,
}

//! The JSON report's format, as programs rely on it.
//!
//! Its types mirror the inner ones on purpose: what a program reads must not change because a field was renamed
//! inside. `reports/report.schema.json` is made from them.

use record::ServiceKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use verdict::{Oracle, Severity, Verdict};

use crate::model::{
    AreaCounts, Change, Counts, End, EndpointScore, KnownNotes, Reference, ReferenceNote, RunProblem, Surface,
};

/// The version of the format that [`document`] makes.
pub const FORMAT: u32 = 1;

/// A report of ec2-compat: what was asked of which endpoints, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Version of this format. It grows when a reader of an older one could be misled.
    pub format: u32,
    /// The run.
    pub run: Run,
    /// The endpoints, target first.
    pub endpoints: Vec<Endpoint>,
    /// How many scenarios came to which verdict, over all endpoints.
    pub counts: Counts,
    /// The same by endpoint and area.
    pub areas: Vec<AreaCounts>,
    /// What the target was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The score of each endpoint: conformant of applicable scenarios, over all and by area.
    pub scores: Vec<EndpointScore>,
    /// How much of the API each endpoint answers, of what was asked.
    pub surface: Vec<Surface>,
    /// What became of the known deviations.
    pub known: KnownNotes,
    /// What changed since an earlier run, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Where the recorded reference itself breaks what the suite states of AWS: it is wrong there, or the suite is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of_reference: Vec<ReferenceNote>,
    /// The findings by what causes them, the one to look at first first.
    pub causes: Vec<Cause>,
    /// What is wrong with the run as a whole; empty for one that is as it should be.
    pub troubles: Vec<RunProblem>,
    /// Every scenario that the run came to, by endpoint and id.
    pub scenarios: Vec<Scenario>,
    /// Every scenario that was selected and that the run did not come to.
    pub not_asked: Vec<NotAsked>,
}

/// The run that a report is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Run {
    /// The run's id: also the prefix of the names of what it created.
    pub id: String,
    /// Version of the ec2-compat that asked.
    pub tool: String,
    /// Version of the suite: what it declares, and a digest over its files.
    pub suite: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Milliseconds from there to the end of the last scenario.
    pub elapsed_ms: u64,
    /// The calls made, attempts not counted.
    pub calls: u64,
    /// How it ended.
    pub end: End,
    /// The exit code that the report comes to.
    pub exit: u8,
    /// What that exit code means.
    pub exit_meaning: String,
}

/// An endpoint that was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Endpoint {
    /// Its name in `endpoints.yaml`.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is.
    #[schemars(with = "String", extend("enum" = ["aws", "cloud", "emulator"]))]
    pub kind: ServiceKind,
    /// Its region.
    pub region: String,
    /// The API version asked of it.
    pub api_version: String,
    /// The facts of its profile, which decide what is skipped.
    pub facts: Value,
    /// Parameters that its profile leaves out of every call.
    pub omit: Vec<String>,
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Scenario {
    /// Its id: `<area>/<name>` or `<area>/<name>[<case>]`.
    pub id: String,
    /// The endpoint's name.
    pub endpoint: String,
    /// What it came to.
    #[schemars(with = "String", extend("enum" = ["conformant", "known", "deviates", "unsupported", "skipped", "error"]))]
    pub verdict: Verdict,
    /// Why, in one line, where it is not conformant.
    pub reason: Option<String>,
    /// What it claims of AWS.
    pub about: String,
    /// The file it is in.
    pub file: String,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The calls it made, attempts not counted.
    pub calls: u32,
    /// What was found, a cause before what follows from it.
    pub findings: Vec<Finding>,
    /// Steps that were not asked because of what came before.
    pub blocked: Vec<Blocked>,
    /// Resources that may have been left behind: `kind id: reason`.
    pub leftovers: Vec<String>,
}

/// One deviation, at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The code of its kind: `ec2-compat explain CODE` tells more, as does `reports/README.md`.
    pub code: String,
    /// The kind in a few words.
    pub title: String,
    /// How much it matters.
    #[schemars(with = "String", extend("enum" = ["breaking", "differs", "cosmetic"]))]
    pub severity: Severity,
    /// Which oracle found it.
    #[schemars(with = "String", extend("enum" = ["expect", "contract", "sdk", "reference"]))]
    pub oracle: Oracle,
    /// The step: `steps[2]`, `given.<fixture>.steps[0]`, `clean-up`.
    pub step: String,
    /// Where the step stands: file and line.
    pub place: String,
    /// The action asked, where there was one.
    pub operation: Option<String>,
    /// Where in the answer, or the expression.
    pub path: String,
    /// One line for people.
    pub message: String,
    /// What should have been, where that can be said; an explicit null is an expected null.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expected: Option<Value>,
    /// What was, where that can be said.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actual: Option<Value>,
    /// The AWS pages that say so.
    pub source: Vec<String>,
    /// A command that reproduces the call, with no secret in it.
    pub reproduce: Option<String>,
    /// Stable across runs, regions and accounts.
    pub fingerprint: String,
    /// The entry of `suites/known/` that covers it: it is known, and not held against the endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Why it is shown and decides nothing, where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informs: Option<String>,
}

/// A known deviation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Known {
    /// Where it stands: file and line.
    pub place: String,
    /// Why the endpoint does so.
    pub reason: String,
    /// Where that can be read.
    pub link: Option<String>,
}

/// One thing that is wrong with an endpoint, wherever it was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Cause {
    /// Stable across runs, regions, accounts and endpoints.
    pub fingerprint: String,
    /// The endpoint's name.
    pub endpoint: String,
    /// What is wrong, in a line.
    pub title: String,
    /// The code of the finding that stands for all.
    pub code: String,
    /// The worst severity among its findings.
    #[schemars(with = "String", extend("enum" = ["breaking", "differs", "cosmetic"]))]
    pub severity: Severity,
    /// Whether it is held against the endpoint.
    pub counts: bool,
    /// Whether checks that are made from the contract alone found it, not scenarios.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generated: bool,
    /// How many findings it has, those that follow from others included.
    pub findings: usize,
    /// How many steps were not asked because of it.
    pub blocked: usize,
    /// The scenarios that it shows in.
    pub scenarios: Vec<String>,
}

/// A step that was not asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Blocked {
    /// The step.
    pub step: String,
    /// Why.
    pub reason: String,
}

/// A scenario that the run did not come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct NotAsked {
    /// The scenario's id.
    pub id: String,
    /// The endpoint's name.
    pub endpoint: String,
}

/// A value that is there, even where it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

//! The JSON format of findings and causes.

use record::{Location, Place, StepName, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{IntoEnumIterator as _, VariantNames as _};
use verdict::{Cause, Disposition, Finding, Oracle, Severity};

/// One deviation, at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingEntry {
    /// The code of its kind, as `reports/README.md` and `ec2-compat explain CODE` have it.
    pub code: String,
    /// The kind in a few words.
    pub title: String,
    /// Its effect on clients.
    #[schemars(with = "String", extend("enum" = Severity::VARIANTS))]
    pub severity: Severity,
    /// The oracle that found it.
    #[schemars(with = "String", extend("enum" = oracles()))]
    pub oracle: Oracle,
    /// The step: `steps[2]`, `given.<fixture>.steps[0]`, `clean-up`.
    pub step: StepName,
    /// File and line of the step.
    pub location: Place,
    /// The action, if the step calls one.
    pub operation: Option<String>,
    /// The names of the filters of the call, where an expectation of the scenario is not met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// The path in the response, or the expression.
    pub path: String,
    /// One line for people.
    pub message: String,
    /// The expected value. A null is an expected null; the member is absent where no value was expected.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub expected: Option<Value>,
    /// The actual value, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub actual: Option<Value>,
    /// URLs of the AWS documentation that it is based on.
    pub source: Vec<String>,
    /// What else supports it: `in 917 of 917 recorded places, 896 since 2019, newest 2024`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// A command that sends the request again, without secrets.
    pub reproduce: Option<String>,
    /// The same in every run, region and account.
    pub fingerprint: String,
    /// The entry of `suites/known/` that matches it: a known deviation does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownEntry>,
    /// Why it is informational and does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informational: Option<String>,
}

/// An entry of `suites/known/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnownEntry {
    /// File and line of the entry.
    pub location: Location,
    /// Why the endpoint deviates.
    pub reason: String,
    /// A page about it.
    pub link: Option<String>,
}

/// One cause of findings, over all scenarios of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CauseEntry {
    /// The same in every run, region, account and endpoint.
    pub fingerprint: String,
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// One line for people.
    pub title: String,
    /// The members that it is about, without positions, or the expressions.
    pub members: Vec<String>,
    /// The code of its first finding.
    pub code: String,
    /// The highest severity among its findings.
    #[schemars(with = "String", extend("enum" = Severity::VARIANTS))]
    pub severity: Severity,
    /// Whether it counts against the endpoint.
    pub counts: bool,
    /// Whether it is a known deviation. A cause that neither counts nor is known is informational.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// Whether generated checks found it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generated: bool,
    /// Number of findings, with consequential ones.
    pub findings: usize,
    /// Number of steps that were not run because of it.
    pub blocked: usize,
    /// The scenarios with it.
    pub scenarios: Vec<Subject>,
}

impl From<&Finding> for FindingEntry {
    fn from(finding: &Finding) -> Self {
        let (known, informational) = match &finding.disposition {
            Disposition::Counts => (None, None),
            Disposition::Informational { reason } => (None, Some(reason.clone())),
            Disposition::Known(known) => {
                let (location, reason, link) = (known.place.clone(), known.reason.clone(), known.link.clone());
                (Some(KnownEntry { location, reason, link }), None)
            }
        };
        FindingEntry {
            code: finding.kind.code().to_owned(),
            title: finding.kind.title().to_owned(),
            severity: finding.severity_on_platform(),
            oracle: finding.kind.oracle(),
            step: finding.step.clone(),
            location: finding.place.clone(),
            operation: finding.operation.clone(),
            filters: finding.filters.clone(),
            path: finding.path.clone(),
            message: finding.message.clone(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
            source: finding.source.clone(),
            evidence: finding.evidence(),
            reproduce: finding.reproduce.clone(),
            fingerprint: finding.fingerprint.clone(),
            known,
            informational,
        }
    }
}

impl From<&Cause<'_>> for CauseEntry {
    fn from(cause: &Cause<'_>) -> Self {
        CauseEntry {
            fingerprint: cause.fingerprint.clone(),
            endpoint: cause.endpoint.to_owned(),
            title: cause.title.clone(),
            members: cause.members.clone(),
            code: cause.finding().kind.code().to_owned(),
            severity: cause.severity,
            counts: cause.disposition().counts(),
            known: cause.disposition().is_known(),
            generated: cause.is_generated(),
            findings: cause.seen.len() + cause.follows.len(),
            blocked: cause.blocked.len(),
            scenarios: cause.scenarios().into_iter().cloned().collect(),
        }
    }
}

/// The names of the oracles.
fn oracles() -> Vec<&'static str> {
    Oracle::iter().map(Into::into).collect()
}

/// A member that is present, even if it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

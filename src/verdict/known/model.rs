//! Files of known deviations.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use contract::Severity;
use located::{Diagnostics, Source, Span};
use record::{EndpointHead, Location};
use serde_json::Value;
use time::Date;

use crate::known::condition::Condition;
use crate::known::matcher::FindingMatcher;
use crate::known::version::{Version, text};

/// All files of known deviations of a suite.
#[derive(Debug, Clone, Default)]
pub struct KnownDeviations {
    /// In the order of their names.
    pub files: Vec<KnownFile>,
}

/// One file: the known deviations of one platform.
#[derive(Debug, Clone)]
pub struct KnownFile {
    /// The path that it was read from.
    pub path: PathBuf,
    /// The text with its name, for diagnostics.
    pub source: Arc<Source>,
    /// The platform's name, for people.
    pub platform: String,
    /// A sentence or more, for people.
    pub about: Option<String>,
    /// The fact of an endpoint that has the version of the platform, if there is one.
    pub(crate) version: Option<String>,
    /// What must be true of an endpoint.
    pub(crate) when: Vec<Condition>,
    /// The names of the endpoints that it applies to; empty: any.
    pub(crate) endpoints: Vec<String>,
    /// The day of its baseline: entries without a reason cover what they match, as what deviated on that day.
    pub baseline: Option<Date>,
    /// Its entries, in the order of the file.
    pub deviations: Vec<Deviation>,
}

/// One entry: a deviation, and its reason.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// Where it is written.
    pub place: Location,
    /// The same, as a range of its file.
    pub(crate) span: Span,
    /// The findings that it covers.
    pub(crate) matcher: FindingMatcher,
    /// Why the endpoint deviates. An entry without a reason covers nothing, unless it is of a baseline.
    pub reason: Option<String>,
    /// The day of the baseline that it is of, if it is.
    pub baseline: Option<Date>,
    /// A web page on the reason.
    pub link: Option<String>,
    /// What it means for the operator of the platform, in a sentence.
    pub advice: Option<String>,
    /// The first version of the platform that has it.
    pub(crate) since: Option<Version>,
    /// The first later version that does not have it.
    pub(crate) fixed: Option<Version>,
    /// The last day on which it covers anything.
    pub until: Option<Date>,
    /// The severity on this platform, if it is not that of the kind.
    pub severity: Option<Severity>,
    /// What must be true of an endpoint in addition.
    pub(crate) when: Vec<Condition>,
    /// Keys that match more than somebody can have looked at.
    pub(crate) breadth: Diagnostics,
}

impl KnownDeviations {
    /// Every entry with its file, in the order in which they are tried: the first that matches covers a finding.
    pub fn entries(&self) -> impl Iterator<Item = (&KnownFile, &Deviation)> {
        self.files.iter().flat_map(|file| file.deviations.iter().map(move |entry| (file, entry)))
    }
}

impl Deviation {
    /// What it covers: `X104 CreateVolume Code`.
    pub fn summary(&self) -> String {
        self.matcher.summary()
    }

    /// Why it covers what it matches; absent if it does not.
    pub(crate) fn covering_reason(&self) -> Option<String> {
        let of_baseline = || self.baseline.map(|day| format!("in the baseline of {day}; nobody has stated a reason"));
        self.reason.clone().or_else(of_baseline)
    }

    /// Whether it covers findings although nobody has stated a reason.
    pub fn is_of_baseline_alone(&self) -> bool {
        self.reason.is_none() && self.baseline.is_some()
    }

    /// Whether its last day is before `today`.
    pub fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| today > until)
    }
    /// Whether the entry applies to this endpoint. An endpoint without a known version may have any.
    pub(crate) fn is_about(&self, file: &KnownFile, endpoint: &EndpointHead) -> bool {
        let version = file.version_of(endpoint);
        let too_old = self.since.as_ref().zip(version.as_ref()).is_some_and(|(since, version)| version < since);
        let fixed = self.fixed.as_ref().zip(version.as_ref()).is_some_and(|(fixed, version)| version >= fixed);
        file.is_about(endpoint)
            && self.when.iter().all(|condition| condition.holds(&endpoint.facts))
            && !too_old
            && !fixed
    }
}

impl KnownFile {
    /// Whether the file applies to this endpoint.
    pub fn is_about(&self, endpoint: &EndpointHead) -> bool {
        self.applies_to(&endpoint.name, &endpoint.facts)
    }

    /// Whether the file applies to the endpoint of this name, with these facts.
    pub fn applies_to(&self, name: &str, facts: &BTreeMap<String, Value>) -> bool {
        let is_named = self.endpoints.is_empty() || self.endpoints.iter().any(|endpoint| endpoint == name);
        is_named && self.when.iter().all(|condition| condition.holds(facts))
    }

    /// The endpoint's version of the platform, as a fact of its profile has it.
    pub fn version_text(&self, endpoint: &EndpointHead) -> Option<String> {
        Some(text(endpoint.facts.get(self.version.as_ref()?)?))
    }

    /// The endpoint's version of the platform, if a fact has it.
    fn version_of(&self, endpoint: &EndpointHead) -> Option<Version> {
        Version::parse(&text(endpoint.facts.get(self.version.as_ref()?)?))
    }
}

//! The state of known deviations after a run.

use record::{Location, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The known deviations of one endpoint after a run. Entries for other endpoints are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownReport {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The entries that apply to it, in the order of the files.
    pub entries: Vec<EntryReport>,
    /// Entries that cover the same findings.
    pub overlaps: Vec<Overlap>,
}

/// One entry, and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryReport {
    /// Where it is written: `suites/known/openstack-xenserver.yaml:12`.
    pub place: Location,
    /// What it covers: `X104 CreateVolume Code`.
    pub about: String,
    /// Whether it covers findings, and if not, why not.
    pub state: EntryState,
    /// The number of findings that it matches, covered or not.
    pub findings: usize,
    /// The number of scenarios with them.
    pub scenarios: usize,
    /// Whether it covers them as part of a baseline, without a reason.
    #[serde(default)]
    pub is_of_baseline_alone: bool,
}

/// The state of an entry after a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum EntryState {
    /// It covers at least one finding.
    Known,
    /// Its last day is over: the findings count.
    Expired {
        /// The last day, as year-month-day.
        until: String,
    },
    /// It has no reason, and is of no baseline: the findings count.
    NoReason,
    /// Every step in which it can show was run, without a finding.
    NoLongerSeen,
    /// Not every step in which it can show was run, and there is no finding.
    NotRun,
}

/// Two entries that match one finding; the first one is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Overlap {
    /// The place of the entry that is used.
    pub used: Location,
    /// The place of the other one.
    pub other: Location,
    /// A scenario in which both match.
    pub scenario: Subject,
}

impl KnownReport {
    /// The entries without a finding although every step in which they can show was run.
    pub fn no_longer_seen(&self) -> impl Iterator<Item = &EntryReport> {
        self.entries.iter().filter(|entry| entry.state == EntryState::NoLongerSeen)
    }

    /// The expired entries with findings.
    pub fn expired(&self) -> impl Iterator<Item = &EntryReport> {
        self.entries.iter().filter(|entry| matches!(entry.state, EntryState::Expired { .. }) && entry.findings > 0)
    }
}

//! What became of the known deviations in a run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of the known deviations of one endpoint. Entries that are not about it are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct KnownReport {
    /// The endpoint's name.
    pub endpoint: String,
    /// The entries that are about it, in the order of the files.
    pub entries: Vec<EntrySeen>,
    /// Entries that are about the same findings.
    pub overlaps: Vec<Overlap>,
}

/// One entry, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct EntrySeen {
    /// Where it stands: `suites/known/openstack-xenserver.yaml:12`.
    pub place: String,
    /// What it is about, in a few words.
    pub about: String,
    /// What became of it.
    pub state: EntryState,
    /// The findings that it matches, whether it covers them or not.
    pub findings: usize,
    /// The scenarios that they are in.
    pub scenarios: usize,
}

/// What can become of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum EntryState {
    /// It was seen, and is not held against the endpoint.
    Known,
    /// Its last day is over: what it is about counts.
    Expired {
        /// The last day, as year-month-day.
        until: String,
    },
    /// It has no reason: what it is about counts.
    NoReason,
    /// Every step that it can be about was asked, and nothing of it was seen.
    NoLongerSeen,
    /// Not every step that it can be about was asked, and nothing of it was seen.
    NotAsked,
}

/// Two entries that match one finding; the first one is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Overlap {
    /// The place of the entry that is taken.
    pub taken: String,
    /// The place of the other.
    pub other: String,
    /// A scenario in which both match.
    pub scenario: String,
}

impl KnownReport {
    /// The entries that were not seen although all they can be about was asked.
    pub fn no_longer_seen(&self) -> impl Iterator<Item = &EntrySeen> {
        self.entries.iter().filter(|entry| entry.state == EntryState::NoLongerSeen)
    }

    /// The entries whose last day is over and that were seen.
    pub fn expired(&self) -> impl Iterator<Item = &EntrySeen> {
        self.entries.iter().filter(|entry| matches!(entry.state, EntryState::Expired { .. }) && entry.findings > 0)
    }
}

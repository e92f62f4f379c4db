//! How many scenarios came to which verdict.

use std::ops::Add;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::Verdict;

/// Scenarios by verdict. A scenario that was put to two endpoints counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// All as it should be.
    pub conformant: usize,
    /// Only known deviations.
    pub known: usize,
    /// At least one finding that is held against the endpoint.
    pub deviates: usize,
    /// An action that the scenario needs does not exist there.
    pub unsupported: usize,
    /// Not asked, for a reason.
    pub skipped: usize,
    /// We or the environment failed.
    pub error: usize,
    /// Selected, but the run ended before it.
    pub not_asked: usize,
}

impl Counts {
    /// Counts one scenario; without a verdict it is one that was not asked.
    pub(crate) fn add(&mut self, verdict: Option<Verdict>) {
        let count = match verdict {
            Some(Verdict::Conformant) => &mut self.conformant,
            Some(Verdict::Known) => &mut self.known,
            Some(Verdict::Deviates) => &mut self.deviates,
            Some(Verdict::Unsupported) => &mut self.unsupported,
            Some(Verdict::Skipped) => &mut self.skipped,
            Some(Verdict::Error) => &mut self.error,
            None => &mut self.not_asked,
        };
        *count += 1;
    }

    /// All scenarios, asked or not.
    pub fn total(&self) -> usize {
        self.ran() + self.skipped + self.not_asked
    }

    /// Scenarios of which something was asked, or tried.
    pub fn ran(&self) -> usize {
        self.conformant + self.known + self.deviates + self.unsupported + self.error
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            conformant: self.conformant + other.conformant,
            known: self.known + other.known,
            deviates: self.deviates + other.deviates,
            unsupported: self.unsupported + other.unsupported,
            skipped: self.skipped + other.skipped,
            error: self.error + other.error,
            not_asked: self.not_asked + other.not_asked,
        }
    }
}

/// The [`Counts`] of one area on one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct AreaCounts {
    /// The endpoint's name.
    pub endpoint: String,
    /// The folder below `suites/`.
    pub area: String,
    /// How many came to which verdict.
    pub counts: Counts,
}

//! Scenarios by verdict, and the words for them.

use std::ops::Add;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::Verdict;

/// What reports call a scenario that was selected and not run.
pub(crate) const NOT_RUN: &str = "not run";

/// Number of scenarios by verdict. A scenario that was run on two endpoints counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// No deviation was found.
    pub conformant: usize,
    /// All deviations are known.
    pub known: usize,
    /// At least one deviation that counts against the endpoint.
    pub deviates: usize,
    /// The endpoint lacks an action that the scenario needs.
    pub unsupported: usize,
    /// Excluded by the endpoint's profile.
    pub skipped: usize,
    /// ec2-compat or the environment failed.
    pub error: usize,
    /// Selected, but the run ended before the scenario began.
    pub not_run: usize,
}

impl Counts {
    /// Counts one scenario; one without a verdict was not run.
    pub(crate) fn add(&mut self, verdict: Option<Verdict>) {
        let count = match verdict {
            Some(Verdict::Conformant) => &mut self.conformant,
            Some(Verdict::Known) => &mut self.known,
            Some(Verdict::Deviates) => &mut self.deviates,
            Some(Verdict::Unsupported) => &mut self.unsupported,
            Some(Verdict::Skipped) => &mut self.skipped,
            Some(Verdict::Error) => &mut self.error,
            Some(Verdict::NotRun) | None => &mut self.not_run,
        };
        *count += 1;
    }

    /// All scenarios that were selected.
    pub fn total(&self) -> usize {
        self.ran() + self.skipped + self.not_run
    }

    /// Scenarios that were run, or that failed to run.
    pub fn ran(&self) -> usize {
        self.conformant + self.known + self.deviates + self.unsupported + self.error
    }

    /// Name and number of each verdict, in the order of reports.
    pub(crate) fn columns(&self) -> [(&'static str, usize); 7] {
        [
            ("conformant", self.conformant),
            ("known", self.known),
            ("deviates", self.deviates),
            ("unsupported", self.unsupported),
            ("skipped", self.skipped),
            ("error", self.error),
            (NOT_RUN, self.not_run),
        ]
    }

    /// `45 conformant, 10 deviates, 3 skipped`, without zeros.
    pub(crate) fn in_words(&self) -> String {
        let columns = self.columns().into_iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = columns.map(|(word, count)| format!("{count} {word}")).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
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
            not_run: self.not_run + other.not_run,
        }
    }
}

/// The [`Counts`] of one area on one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AreaCounts {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The folder below `suites/`.
    pub area: String,
    /// Scenarios of the area by verdict.
    pub counts: Counts,
}

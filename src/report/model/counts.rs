//! Scenarios by verdict, and the words for them.

use std::ops::Add;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;
use verdict::Verdict;

use crate::text::verdict_word;

/// Number of scenarios by verdict, on one endpoint. Fixtures are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// No response in it deviates.
    pub identical: usize,
    /// A client gets what the scenario states, though some response deviates.
    pub works: usize,
    /// An expectation does not hold, or a response breaks clients.
    pub broken: usize,
    /// The endpoint lacks an action that the scenario needs.
    pub unsupported: usize,
    /// A fixture that it needs could not be created.
    pub blocked: usize,
    /// Its attempts came out differently.
    #[serde(default)]
    pub flaky: usize,
    /// The endpoint does not meet what the scenario requires.
    pub skipped: usize,
    /// Excluded by the endpoint's profile, for the reason that it states.
    #[serde(default)]
    pub excluded: usize,
    /// ec2-compat or the environment failed.
    pub error: usize,
    /// Selected, but the run ended before the scenario began.
    pub not_run: usize,
    /// Those of the others whose deviations are all known: a mark that changes no verdict.
    pub known: usize,
}

impl Counts {
    /// Counts one scenario; one without a verdict was not run. `known`: its deviations are all known.
    pub(crate) fn add(&mut self, verdict: Option<Verdict>, known: bool) {
        let count = match verdict {
            Some(Verdict::Identical) => &mut self.identical,
            Some(Verdict::Works) => &mut self.works,
            Some(Verdict::Broken) => &mut self.broken,
            Some(Verdict::Unsupported) => &mut self.unsupported,
            Some(Verdict::Blocked) => &mut self.blocked,
            Some(Verdict::Flaky) => &mut self.flaky,
            Some(Verdict::Skipped) => &mut self.skipped,
            Some(Verdict::Excluded) => &mut self.excluded,
            Some(Verdict::Error) => &mut self.error,
            Some(Verdict::NotRun) | None => &mut self.not_run,
        };
        *count += 1;
        self.known += usize::from(known);
    }

    /// All scenarios that were selected.
    pub fn total(&self) -> usize {
        self.ran() + self.skipped + self.excluded + self.not_run
    }

    /// Scenarios that were run, or that failed to run.
    pub fn ran(&self) -> usize {
        self.identical + self.works + self.broken + self.unsupported + self.blocked + self.flaky + self.error
    }

    /// The number of each verdict, in the order of reports.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (Verdict, usize)> {
        let counts = *self;
        Verdict::iter().map(move |verdict| (verdict, counts.of(verdict)))
    }

    fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Identical => self.identical,
            Verdict::Works => self.works,
            Verdict::Broken => self.broken,
            Verdict::Unsupported => self.unsupported,
            Verdict::Blocked => self.blocked,
            Verdict::Flaky => self.flaky,
            Verdict::Skipped => self.skipped,
            Verdict::Excluded => self.excluded,
            Verdict::Error => self.error,
            Verdict::NotRun => self.not_run,
        }
    }

    /// `45 identical, 10 broken, 3 skipped (2 with known deviations only)`, without zeros.
    pub(crate) fn in_words(&self) -> String {
        let columns = self.columns().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = columns.map(|(verdict, count)| format!("{count} {}", verdict_word(verdict))).collect();
        let known = match self.known {
            0 => String::new(),
            known => format!(" ({known} with known deviations only)"),
        };
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") + &known }
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            identical: self.identical + other.identical,
            works: self.works + other.works,
            broken: self.broken + other.broken,
            unsupported: self.unsupported + other.unsupported,
            blocked: self.blocked + other.blocked,
            flaky: self.flaky + other.flaky,
            skipped: self.skipped + other.skipped,
            excluded: self.excluded + other.excluded,
            error: self.error + other.error,
            not_run: self.not_run + other.not_run,
            known: self.known + other.known,
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

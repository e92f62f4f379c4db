//! Two judged runs and what changed between them.

use record::EndpointHead;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;
use verdict::change::{ChangeKind, Changes};

use crate::model::{End, Exit, Report};

/// A comparison of the targets of two runs: what every format of it is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'a> {
    /// The earlier run, which is the baseline.
    pub before: &'a Report,
    /// The later run of the same target.
    pub after: &'a Report,
    /// Changes of scenarios, causes, responses and latency.
    pub changes: Changes<'a>,
}

/// The result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum ComparisonOutcome {
    /// No regression that is not known.
    NoRegressions,
    /// A regression that is not known.
    Regressions,
    /// No regression among the scenarios that were judged, but some were judged before and not this time, or are flaky now.
    Incomplete,
    /// No scenario was judged in both runs with the same steps.
    NothingCompared,
}

impl Comparison<'_> {
    /// The result. A regression is certain, whatever else could not be judged.
    pub fn outcome(&self) -> ComparisonOutcome {
        if self.changes.has_regression() {
            ComparisonOutcome::Regressions
        } else if self.changes.compared() == 0 {
            ComparisonOutcome::NothingCompared
        } else if self.after.end != End::Complete || self.is_partial() {
            ComparisonOutcome::Incomplete
        } else {
            ComparisonOutcome::NoRegressions
        }
    }
}

impl Comparison<'_> {
    /// Whether a scenario was judged before, and cannot be judged this time.
    fn is_partial(&self) -> bool {
        self.changes.count(ChangeKind::NotJudged) > 0 || self.changes.became_flaky().next().is_some()
    }
}

impl ComparisonOutcome {
    /// All of them, by exit code.
    pub const ALL: &'static [ComparisonOutcome] = ComparisonOutcome::VARIANTS;

    /// The exit code of `ec2-compat compare`.
    pub fn exit(self) -> Exit {
        match self {
            ComparisonOutcome::NoRegressions => Exit::Success,
            ComparisonOutcome::Regressions => Exit::Failed,
            ComparisonOutcome::Incomplete => Exit::Error,
            ComparisonOutcome::NothingCompared => Exit::NothingRan,
        }
    }

    /// The meaning in one line.
    pub fn meaning(self) -> &'static str {
        match self {
            ComparisonOutcome::NoRegressions => "no new regressions",
            ComparisonOutcome::Regressions => "regressions that are not known",
            ComparisonOutcome::Incomplete => {
                "no regressions found, but some scenarios were judged before and not this time, or are flaky now"
            }
            ComparisonOutcome::NothingCompared => "no scenario was judged in both runs with the same steps",
        }
    }

    /// The Markdown table of all results that guides show.
    pub fn table() -> String {
        let row = |outcome: &ComparisonOutcome| format!("| {} | {} |\n", outcome.exit().code(), outcome.meaning());
        let rows: String = ComparisonOutcome::ALL.iter().map(row).collect();
        format!("| code | meaning |\n|---|---|\n{rows}")
    }
}

/// The endpoint that the comparison is about.
pub(crate) fn target(report: &Report) -> Option<&EndpointHead> {
    report.head.endpoints.first()
}

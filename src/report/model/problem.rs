//! Problems of a run as a whole, which belong to no scenario.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::report::{End, Report};

/// A problem of the run as a whole. Each makes the exit code other than 0, so every format shows it: a green JUnit
/// file would contradict the exit code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunProblem {
    /// The kind, for programs.
    pub kind: RunProblemKind,
    /// One line for people.
    pub message: String,
    /// The scenarios or resources concerned, one a line.
    pub details: Vec<String>,
}

/// The kinds of [`RunProblem`].
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum RunProblemKind {
    /// The run was interrupted or killed.
    Incomplete,
    /// No scenario was selected, or all were skipped.
    NothingRan,
    /// Clean-up could not delete some resources.
    Leftovers,
}

impl RunProblemKind {
    /// The name in every format: `nothing-ran`.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Report {
    /// Problems of the run as a whole; empty if it completed and left nothing.
    pub fn problems(&self) -> Vec<RunProblem> {
        let counts = self.counts();
        let mut problems = Vec::new();
        let ended = match self.end {
            End::Complete if counts.not_run == 0 => None,
            End::Complete => Some("the run ended early"),
            End::Interrupted => Some("the run was interrupted"),
            End::CutShort => Some("the recorded run is cut short"),
        };
        if let Some(ended) = ended {
            problems.push(RunProblem {
                kind: RunProblemKind::Incomplete,
                message: format!("{ended}: {} of {} scenarios were not run", counts.not_run, counts.total()),
                details: self.not_run().iter().map(ToString::to_string).collect(),
            });
        } else if counts.ran() == 0 {
            let message = match counts.skipped {
                0 => "nothing ran: no scenario was selected".to_owned(),
                skipped => format!("nothing ran: all {skipped} scenarios were skipped"),
            };
            problems.push(RunProblem { kind: RunProblemKind::NothingRan, message, details: Vec::new() });
        }
        let leftovers = self.leftovers();
        if !leftovers.is_empty() {
            let count = match leftovers.len() {
                1 => "1 resource".to_owned(),
                several => format!("{several} resources"),
            };
            problems.push(RunProblem {
                kind: RunProblemKind::Leftovers,
                message: format!(
                    "{count} may not have been deleted; `ec2-compat sweep` deletes resources that are provably this run's"
                ),
                details: leftovers.iter().map(ToString::to_string).collect(),
            });
        }
        problems
    }
}

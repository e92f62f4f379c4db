//! What is wrong with a run as a whole, and belongs to no scenario.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::report::{End, Report};

/// One thing that is wrong with the run. Each makes the exit code other than 0, so every format shows it:
/// a JUnit file that is all green beside a red exit code would be a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RunProblem {
    /// What kind it is, for programs.
    pub kind: RunProblemKind,
    /// One line for people.
    pub message: String,
    /// The particulars, a line each.
    pub details: Vec<String>,
}

/// The kinds of [`RunProblem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunProblemKind {
    /// Somebody interrupted the run, or its record breaks off.
    Incomplete,
    /// Nothing was selected, or everything was skipped.
    NothingRan,
    /// Clean-up failed.
    LeftBehind,
}

impl RunProblemKind {
    /// The kind as every format spells it.
    pub fn name(self) -> &'static str {
        match self {
            RunProblemKind::Incomplete => "incomplete",
            RunProblemKind::NothingRan => "nothing-ran",
            RunProblemKind::LeftBehind => "left-behind",
        }
    }
}

impl Report {
    /// What is wrong with the run as a whole; empty for one that is as it should be.
    pub fn troubles(&self) -> Vec<RunProblem> {
        let counts = self.counts();
        let mut troubles = Vec::new();
        let ended = match self.end {
            End::Complete if counts.not_asked == 0 => None,
            End::Complete => Some("the run ended early"),
            End::Interrupted => Some("the run was interrupted"),
            End::CutShort => Some("the record of the run breaks off"),
        };
        if let Some(ended) = ended {
            troubles.push(RunProblem {
                kind: RunProblemKind::Incomplete,
                message: format!("{ended}: {} of {} scenarios were not asked", counts.not_asked, counts.total()),
                details: self.not_asked().iter().map(ToString::to_string).collect(),
            });
        } else if counts.ran() == 0 {
            let message = match counts.skipped {
                0 => "nothing ran: no scenario was selected".to_owned(),
                skipped => format!("nothing ran: all {skipped} scenarios were skipped"),
            };
            troubles.push(RunProblem { kind: RunProblemKind::NothingRan, message, details: Vec::new() });
        }
        let leftovers = self.leftovers();
        if !leftovers.is_empty() {
            troubles.push(RunProblem {
                kind: RunProblemKind::LeftBehind,
                message: format!(
                    "{} may have been left behind: `ec2-compat sweep` deletes what this run created, and nothing else",
                    if leftovers.len() == 1 {
                        "1 resource".to_owned()
                    } else {
                        format!("{} resources", leftovers.len())
                    }
                ),
                details: leftovers.iter().map(|left| format!("{} (created by {})", left.resource, left.key)).collect(),
            });
        }
        troubles
    }
}

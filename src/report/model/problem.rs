//! Problems of a run as a whole, which belong to no scenario.

use std::collections::BTreeSet;

use record::{ScenarioKey, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::report::{End, Report};
use crate::text::counted;

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
        let not_run = self.not_run();
        let mut problems = Vec::new();
        let ended = match self.end {
            End::Complete if not_run.is_empty() => None,
            End::Complete if self.head.course.fail_fast => Some("the run ended early (--fail-fast)"),
            End::Complete => Some("the run ended early"),
            End::Interrupted => Some("the run was interrupted"),
            End::CutShort => Some("the recorded run is cut short"),
        };
        if let Some(ended) = ended {
            problems.push(RunProblem {
                kind: RunProblemKind::Incomplete,
                message: format!("{ended}: {}", scenarios_not_run(&not_run, counts.total())),
                details: not_run.iter().map(ToString::to_string).collect(),
            });
        } else if counts.ran() == 0 {
            let message = match counts.skipped {
                _ if counts.excluded > 0 => {
                    let skipped = counts.skipped + counts.excluded;
                    format!("nothing ran: all {skipped} scenarios were skipped, or are excluded by the profile")
                }
                0 => "nothing ran: no scenario was selected".to_owned(),
                1 => "nothing ran: the scenario was skipped".to_owned(),
                skipped => format!("nothing ran: all {skipped} scenarios were skipped"),
            };
            problems.push(RunProblem { kind: RunProblemKind::NothingRan, message, details: Vec::new() });
        }
        let leftovers = self.leftovers();
        if !leftovers.is_empty() {
            let count = counted(leftovers.len(), "resource");
            problems.push(RunProblem {
                kind: RunProblemKind::Leftovers,
                message: format!(
                    "{count} may not have been deleted; `{}` deletes those that are provably of the run in DIR",
                    self.typed.command("sweep").word("DIR")
                ),
                details: leftovers.iter().map(ToString::to_string).collect(),
            });
        }
        problems
    }
}

/// `3 of 10 scenarios were not run`: one that was not run on several endpoints counts once.
fn scenarios_not_run(not_run: &[ScenarioKey], total: usize) -> String {
    let scenarios: BTreeSet<&Subject> = not_run.iter().map(|key| &key.scenario).collect();
    format!("{} of {} were not run", scenarios.len(), counted(total, "scenario"))
}

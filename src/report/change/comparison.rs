//! Two judged runs and what changed between them.

use record::EndpointHead;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::change::{Change, Changes};

use crate::model::{End, Exit, Report};

/// A comparison of the targets of two runs: what every format of it is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'a> {
    /// The earlier run.
    pub before: &'a Report,
    /// The later run.
    pub after: &'a Report,
    /// What changed.
    pub changes: Changes<'a>,
}

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing got worse.
    NotWorse,
    /// Something got worse that is not known.
    Worse,
    /// Nothing that could be judged got worse, but not all that was judged before could be judged this time.
    Incomplete,
    /// No scenario was judged in both runs by the same question.
    NothingCompared,
}

impl Comparison<'_> {
    /// What it comes to. What got worse is certain, however much else could not be judged.
    pub fn outcome(&self) -> Outcome {
        if self.changes.is_worse() {
            Outcome::Worse
        } else if self.changes.compared() == 0 {
            Outcome::NothingCompared
        } else if self.after.end != End::Complete || self.changes.count(Change::Lost) > 0 {
            Outcome::Incomplete
        } else {
            Outcome::NotWorse
        }
    }
}

impl Outcome {
    /// All of them, by exit code.
    pub const ALL: [Outcome; 4] = [Outcome::NotWorse, Outcome::Worse, Outcome::Incomplete, Outcome::NothingCompared];

    /// How the command ends.
    pub fn exit(self) -> Exit {
        match self {
            Outcome::NotWorse => Exit::Conformant,
            Outcome::Worse => Exit::Deviates,
            Outcome::Incomplete => Exit::CouldNotRun,
            Outcome::NothingCompared => Exit::NothingRan,
        }
    }

    /// What it means, in a line for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Outcome::NotWorse => "nothing got worse, or only what is known",
            Outcome::Worse => "something got worse",
            Outcome::Incomplete => "nothing is known to be worse, but not all could be judged that was judged before",
            Outcome::NothingCompared => "no scenario was judged in both runs by the same question",
        }
    }
}

/// The target of a run, which comparisons are about.
pub(crate) fn target(report: &Report) -> Option<&EndpointHead> {
    report.head.endpoints.first()
}

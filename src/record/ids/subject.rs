//! What steps and findings belong to.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::ids::scenario_id::{FixtureId, ScenarioId};
use crate::run_check::RunCheck;
use crate::spelling::{SpellingError, as_str, as_text};

/// The subject of a `sweep`.
const SWEEP: &str = "sweep";

/// What steps belong to: a scenario, a fixture that is created once a run (`fixtures/<name>`), a check of the run as a
/// whole (`aftermath`), or a `sweep` of what a run left. Ordered as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A scenario, or one case of its table: `vpc/lifecycle`.
    Scenario(ScenarioId),
    /// A fixture that is created once a run: `fixtures/net`.
    Fixture(FixtureId),
    /// A check that belongs to no scenario: `aftermath`.
    RunCheck(RunCheck),
    /// The clean-up of a run that was killed. In no recorded run, only in the journal.
    Sweep,
}

impl Subject {
    /// The fixture of this name.
    pub fn fixture(name: &str) -> Self {
        Subject::Fixture(FixtureId::new(name))
    }

    /// A subject as a record has it. Text that is none is the id of a scenario that no suite has.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Subject::Scenario(ScenarioId::recorded(text)))
    }

    /// The spelling, which is an id in reports.
    pub fn as_str(&self) -> &str {
        match self {
            Subject::Scenario(id) => id.as_str(),
            Subject::Fixture(id) => id.as_str(),
            Subject::RunCheck(check) => check.name(),
            Subject::Sweep => SWEEP,
        }
    }

    /// The id of the scenario, if it is one.
    pub fn scenario_id(&self) -> Option<&ScenarioId> {
        match self {
            Subject::Scenario(id) => Some(id),
            Subject::Fixture(_) | Subject::RunCheck(_) | Subject::Sweep => None,
        }
    }

    /// The fixture's name, if it is one.
    pub fn fixture_name(&self) -> Option<&str> {
        match self {
            Subject::Fixture(id) => Some(id.name()),
            Subject::Scenario(_) | Subject::RunCheck(_) | Subject::Sweep => None,
        }
    }

    /// The check of the run, if it is one.
    pub fn run_check(&self) -> Option<RunCheck> {
        match self {
            Subject::RunCheck(check) => Some(*check),
            Subject::Scenario(_) | Subject::Fixture(_) | Subject::Sweep => None,
        }
    }

    /// Whether it is a scenario.
    pub fn is_scenario(&self) -> bool {
        matches!(self, Subject::Scenario(_))
    }

    /// Whether it is a fixture.
    pub fn is_fixture(&self) -> bool {
        matches!(self, Subject::Fixture(_))
    }

    /// A scenario's area; the spelling of anything else up to a slash: `fixtures`, `aftermath`.
    pub fn area(&self) -> &str {
        let text = self.as_str();
        text.split_once('/').map_or(text, |(area, _)| area)
    }

    /// What follows the area: a scenario's name with its case, a fixture's name, all of anything else.
    pub fn name(&self) -> &str {
        let text = self.as_str();
        text.split_once('/').map_or(text, |(_, name)| name)
    }

    /// The spelling without the case of a table: `vpc/cidr` of `vpc/cidr[large]`.
    pub fn without_case(&self) -> &str {
        match self {
            Subject::Scenario(id) => id.without_case(),
            Subject::Fixture(_) | Subject::RunCheck(_) | Subject::Sweep => self.as_str(),
        }
    }
}

impl FromStr for Subject {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((FixtureId::FOLDER, _)) => text.parse().map(Subject::Fixture),
            Some(_) => text.parse().map(Subject::Scenario),
            None if text == SWEEP => Ok(Subject::Sweep),
            None => match RunCheck::in_text(text) {
                Some(check) => Ok(Subject::RunCheck(check)),
                None => text.parse().map(Subject::Scenario),
            },
        }
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Subject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl From<ScenarioId> for Subject {
    fn from(id: ScenarioId) -> Self {
        Subject::Scenario(id)
    }
}

as_str!(Subject);
// What a record says is taken as it is: one odd id must not make a whole run unreadable.
as_text!(Subject);

//! From the names of steps in a recorded run to the steps of the suite.

use record::{Location, StepName, Subject};
use scenario::{Fixture, Scenario, Step, Suite};

/// What a step belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner<'a> {
    Scenario(&'a Scenario),
    /// A fixture that was created for the scenario alone.
    Fixture(&'a Fixture),
}

impl<'a> Owner<'a> {
    /// The owner and the step of that name; absent for steps of clean-up, and where the suite has no such step.
    pub(crate) fn find(name: &StepName, scenario: &'a Scenario, suite: &'a Suite) -> Option<(Self, &'a Step)> {
        Owner::find_in(name, Some(scenario), suite)
    }

    /// The same, where the scenario of its own steps may be unknown.
    pub(crate) fn find_in(
        name: &StepName,
        scenario: Option<&'a Scenario>,
        suite: &'a Suite,
    ) -> Option<(Self, &'a Step)> {
        match name {
            StepName::Own(index) => {
                let scenario = scenario?;
                Some((Owner::Scenario(scenario), scenario.steps.get(*index)?))
            }
            StepName::Given { fixture, index } => {
                let fixture = suite.fixtures.get(&**fixture)?;
                Some((Owner::Fixture(fixture), fixture.steps.get(*index)?))
            }
            StepName::Fixtures
            | StepName::GivenCleanUp { .. }
            | StepName::CleanUp
            | StepName::Action(_)
            | StepName::Unknown(_) => None,
        }
    }

    /// The owner of a clean-up, or of a step of it.
    pub(crate) fn of_clean_up(name: &StepName, scenario: &'a Scenario, suite: &'a Suite) -> Option<Self> {
        match name {
            StepName::CleanUp => Some(Owner::Scenario(scenario)),
            StepName::GivenCleanUp { fixture, .. } => {
                suite.fixtures.get(&**fixture).map(|fixture| Owner::Fixture(fixture))
            }
            StepName::Own(_)
            | StepName::Fixtures
            | StepName::Given { .. }
            | StepName::Action(_)
            | StepName::Unknown(_) => None,
        }
    }

    /// The step of that name, which is one of its own.
    pub(crate) fn step_named(&self, name: &StepName) -> Option<&'a Step> {
        match (self, name) {
            (Owner::Scenario(scenario), StepName::Own(index)) => scenario.steps.get(*index),
            (Owner::Fixture(fixture), StepName::Given { index, .. }) => fixture.steps.get(*index),
            _ => None,
        }
    }

    /// Where it is written.
    pub(crate) fn location(&self) -> &'a Location {
        match self {
            Owner::Scenario(scenario) => &scenario.location,
            Owner::Fixture(fixture) => &fixture.location,
        }
    }

    /// The id for fingerprints: that of a fixture is the same whoever uses it.
    pub(crate) fn id(&self) -> Subject {
        match self {
            Owner::Scenario(scenario) => scenario.id.clone(),
            Owner::Fixture(fixture) => Subject::fixture(&fixture.name),
        }
    }

    /// The AWS pages that document what a step expects.
    pub(crate) fn source(&self, step: &Step) -> Vec<String> {
        match self {
            Owner::Scenario(scenario) if step.source.is_empty() => scenario.source.clone(),
            Owner::Scenario(_) | Owner::Fixture(_) => step.source.clone(),
        }
    }

    /// How many steps before this one do the same. It distinguishes them, whatever steps are inserted between them.
    pub(crate) fn nth(&self, step: &Step) -> usize {
        let steps = match self {
            Owner::Scenario(scenario) => &scenario.steps,
            Owner::Fixture(fixture) => &fixture.steps,
        };
        let words = step.action.in_words();
        let before = steps.iter().take_while(|other| !std::ptr::eq(*other, step));
        before.filter(|other| other.action.in_words() == words).count()
    }
}

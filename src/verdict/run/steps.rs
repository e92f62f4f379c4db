//! From the names that the record gives steps to the steps themselves.

use scenario::{Fixture, Scenario, Step, Suite};

/// A step's name in the record: `steps[2]`, `given.<fixture>.steps[0]`, `given.<fixture>.cleanup.steps[0]`,
/// `clean-up`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepName<'a> {
    /// A step of the scenario.
    Own(usize),
    /// A step of a fixture that was made for the scenario.
    Given(&'a str, usize),
    /// Clean-up, of any kind: nothing in it is judged.
    CleanUp,
}

impl<'a> StepName<'a> {
    pub(crate) fn parse(name: &'a str) -> Option<Self> {
        if name == "clean-up" {
            return Some(StepName::CleanUp);
        }
        let (place, index) = name.strip_suffix(']')?.rsplit_once("steps[")?;
        let index = index.parse().ok()?;
        match place.strip_prefix("given.").and_then(|rest| rest.strip_suffix('.')) {
            None if place.is_empty() => Some(StepName::Own(index)),
            None => None,
            Some(fixture) if fixture.ends_with(".cleanup") => Some(StepName::CleanUp),
            Some(fixture) => Some(StepName::Given(fixture, index)),
        }
    }
}

/// Whose steps they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner<'a> {
    /// The scenario's own.
    Scenario(&'a Scenario),
    /// A fixture's, made for the scenario.
    Fixture(&'a Fixture),
}

impl<'a> Owner<'a> {
    /// The owner and the step of that name; absent where the suite has no such step.
    pub(crate) fn find(name: StepName<'_>, scenario: &'a Scenario, suite: &'a Suite) -> Option<(Self, &'a Step)> {
        match name {
            StepName::Own(index) => Some((Owner::Scenario(scenario), scenario.steps.get(index)?)),
            StepName::Given(fixture, index) => {
                let fixture = suite.fixtures.get(fixture)?;
                Some((Owner::Fixture(fixture), fixture.steps.get(index)?))
            }
            StepName::CleanUp => None,
        }
    }

    /// The id that findings are told apart by: a fixture's are the same whoever uses it.
    pub(crate) fn id(&self) -> String {
        match self {
            Owner::Scenario(scenario) => scenario.id.to_string(),
            Owner::Fixture(fixture) => format!("fixtures/{}", fixture.name),
        }
    }

    /// The AWS pages that a step of it rests on.
    pub(crate) fn source(&self, step: &Step) -> Vec<String> {
        match self {
            Owner::Scenario(scenario) if step.source.is_empty() => scenario.source.clone(),
            _ => step.source.clone(),
        }
    }

    /// How many of its steps before this one do the same: what tells two steps apart that do, wherever
    /// others are put between them.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_the_engine_writes_them() {
        assert_eq!(StepName::parse("steps[12]"), Some(StepName::Own(12)));
        assert_eq!(StepName::parse("given.vpc-with-subnet.steps[0]"), Some(StepName::Given("vpc-with-subnet", 0)));
        assert_eq!(StepName::parse("given.vpc.cleanup.steps[1]"), Some(StepName::CleanUp));
        assert_eq!(StepName::parse("clean-up"), Some(StepName::CleanUp));
        for wrong in ["", "steps", "steps[x]", "steps[-1]", "given.vpc", "other.steps[0]"] {
            assert_eq!(StepName::parse(wrong), None, "{wrong}");
        }
    }
}
